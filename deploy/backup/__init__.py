"""Backups: taken, kept, brought back, and tried every week.

python -m deploy.backup take       one backup, then the old ones that may go
python -m deploy.backup restore    the newest, or the one named, in the place of the database
python -m deploy.backup drill      the newest, brought back beside and looked through
"""
