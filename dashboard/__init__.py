"""The Monday page: it reads, and writes decisions and requests; `activation` carries them out."""
