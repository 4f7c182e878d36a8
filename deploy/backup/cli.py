"""`python -m deploy.backup`: what the owner types, and what runs every night, in French."""

import sys
from pathlib import Path
from typing import Annotated

import pyrage
import typer

from deploy.backup import archive, offsite
from deploy.backup.drill import drill
from deploy.backup.restore import newest, restore, settings_back
from deploy.backup.take import take
from deploy.backup.upgrade import upgrade
from warehouse.console import make_program
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.owner import add_command, tell
from warehouse.settings import load_settings
from warehouse.wording import figure, french

app = make_program("Backups: taken, kept, brought back, and tried every week.")

Identity = Annotated[
    Path | None,
    typer.Option("--identity", help="Le fichier de la clé secrète.", exists=True, dir_okay=False),
]


def take_command() -> None:
    """Take one backup, copy it elsewhere, remove those that may go."""
    taken = take(load_settings())
    tell(
        f"Sauvegarde {taken.backup.name} : {french(taken.tables, 'table')}, "
        f"{french(taken.rows, 'ligne')}, {_megabytes(taken.size_bytes)}, "
        f"en {figure(taken.seconds, 0)} s.",
        f"Copiée dans {taken.copied_to}." if taken.copied_to else
        f"Elle n'est que sur cette machine : renseignez {offsite.PLACE} pour qu'une copie parte "
        "ailleurs.",
        *(f"Retirée, comme prévu : {name}." for name in taken.removed),
    )  # fmt: skip
    if taken.is_much_smaller:
        raise NeedsPersonError(
            f"this backup has {taken.size_bytes} bytes, the one before {taken.before_bytes}: see "
            "whether data were lost",
            f"cette sauvegarde pèse {_megabytes(taken.size_bytes)}, la précédente "
            f"{_megabytes(taken.before_bytes or 0)} : regardez si des données ont disparu",
        )


def restore_command(
    file: Annotated[
        Path | None,
        typer.Argument(help="La sauvegarde ; sans elle, la plus récente.", exists=True),
    ] = None,
    identity: Identity = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne demande pas confirmation.")] = False,
) -> None:
    """Put a backup in the place of the database, which is kept under another name."""
    settings = load_settings()
    path = file or newest(settings).plain
    if not yes and not _is_confirmed(path):
        raise ConfigurationError(
            "nothing was changed: answer oui, or add --yes",
            "rien n'a changé : répondez oui, ou ajoutez --yes",
        )
    done = restore(settings, path, identity)
    tell(
        f"{done.backup} est en place : {french(done.tables, 'table')}, "
        f"{french(done.rows, 'ligne')}, en {figure(done.seconds, 0)} s.",
        *(
            [f"L'ancienne base est gardée sous le nom {done.kept_as}."]
            if done.kept_as else []
        ),
        *(
            [f"{french(done.erased_lines, 'ligne')} de personnes effacées depuis : effacées de "
             "nouveau."]
            if done.erased_lines else []
        ),
        *(["Le fichier .env de la sauvegarde est en place."] if done.settings_written else []),
        "Ensuite : `make weekly`. Rien ne part avant `activation take-charge --by NOM --reason "
        "POURQUOI`.",
    )  # fmt: skip


def drill_command(
    file: Annotated[
        Path | None,
        typer.Argument(help="Une sauvegarde chiffrée, revenue d'ailleurs.", exists=True),
    ] = None,
    identity: Identity = None,
) -> None:
    """Bring a backup back beside the database, look through it, and drop it again."""
    settings = load_settings()
    backup = archive.of_file(file) if file else newest(settings)
    done = drill(settings, backup, identity)
    elsewhere = {True: "la copie gardée ailleurs est la même", None: "aucune copie ailleurs"}
    tell(
        f"{done.backup} revient bien : {french(done.tables, 'table')}, "
        f"{french(done.rows, 'ligne')}, {french(done.checks, 'contrôle')}, "
        f"{elsewhere.get(done.is_same_elsewhere, '')}, en {figure(done.seconds, 0)} s."
    )


def upgrade_command() -> None:
    """Bring the database to this version's schemas, once a backup was tried."""
    done = upgrade(load_settings())
    if done.before == done.after:
        tell(f"La base est déjà à cette version (schémas {done.after}).")
    elif done.backup is None:
        tell(f"La base est créée (schémas {done.after}).")
    else:
        tell(
            f"Sauvegarde {done.backup} : prise, revenue à côté, essayée à cette version.",
            f"La base est passée des schémas {done.before} à {done.after}. Ensuite : "
            "`make weekly`.",
        )


def settings_command(
    file: Annotated[Path, typer.Argument(help="La sauvegarde.", exists=True)],
    identity: Identity = None,
) -> None:
    """Bring back the settings alone: the database stays as it is."""
    settings = load_settings()
    env = settings.root / ".env"
    if identity is None or env.exists():
        raise ConfigurationError(
            "give --identity, and put .env aside: it would be replaced",
            "indiquez --identity, et mettez .env de côté : il serait remplacé",
        )
    with archive.workplace(settings) as parts:
        if not settings_back(settings, archive.unpack(file, parts, identity), identity):
            raise NeedsPersonError(
                f"{file.name} holds no settings: take another backup",
                f"{file.name} ne contient pas de réglages : prenez une autre sauvegarde",
            )
    tell(f"{env} est celui de {file.name}.")


def list_command() -> None:
    """List the backups on this machine."""
    settings = load_settings()
    found = archive.backups(settings, newest(settings).database)
    for backup in found:
        marks = [
            "en clair" if backup.plain.exists() else "chiffrée",
            *(["essayée"] if backup.verified.exists() else []),
        ]
        path = backup.sealed if backup.sealed.exists() else backup.plain
        tell(f"{backup.name} : {_megabytes(path.stat().st_size)}, {', '.join(marks)}.")


def key_command() -> None:
    """Make the pair of keys backups are encrypted with."""
    pair = pyrage.x25519.Identity.generate()
    tell(
        "Dans .env, sur cette machine :",
        f"{archive.KEY_NAME}={pair.to_public()}",
        "",
        "À garder loin d'elle, sur papier et dans un gestionnaire de mots de passe ; sans cette "
        "ligne, aucune sauvegarde chiffrée ne s'ouvrira jamais :",
        str(pair),
    )


def check_command() -> None:
    """Try to overwrite and delete a copy elsewhere, which must be refused."""
    offsite.require_append_only(load_settings())
    tell("L'autre place accepte d'ajouter, et refuse de remplacer et d'effacer.")


add_command(
    app, "take", take_command,
    "Prend une sauvegarde : la base à un instant donné, les rôles, la liste des personnes "
    "effacées, les réglages scellés. La plus récente reste en clair sur la machine ; toutes sont "
    "chiffrées à BACKUP_KEY et copiées dans BACKUP_OFFSITE. Restent 7 jours, 4 semaines, "
    "12 mois, et toujours la dernière essayée.\n\nCodes : 0 faite · 2 clé absente · 3 beaucoup "
    "plus petite que la précédente · 4 base ou autre place hors d'atteinte.",
)  # fmt: skip
add_command(
    app, "restore", restore_command,
    "Remet une sauvegarde à la place de la base : à côté d'abord, comparée à son manifeste, puis "
    "échangée ; l'ancienne base est gardée. La moindre erreur ne change rien. Ensuite rien ne "
    "part avant `activation take-charge`.\n\nExemple : `python -m deploy.backup restore "
    "crm-8bd48953-20261126T021000Z.tar.age --identity cle.txt`",
)  # fmt: skip
add_command(
    app, "drill", drill_command,
    "Essaie la sauvegarde la plus récente : remise à côté, comparée, les personnes effacées "
    "toujours effacées, les contrôles de dbt, la copie gardée ailleurs comparée. Une fois par "
    "trimestre, avec le fichier revenu d'ailleurs et --identity.",
)  # fmt: skip
add_command(
    app, "upgrade", upgrade_command,
    "Passe la base à cette version : une sauvegarde est prise, remise à côté, comparée et passée "
    "à cette version ; ensuite seulement, la base elle-même, tout ou rien. Après un échec, la "
    "version précédente continue de fonctionner.\n\nCodes : 0 faite, ou rien à faire · 2 base "
    "plus récente que le programme · 3 la sauvegarde ou les nouveaux schémas ne passent pas · "
    "75 un passage est en cours.",
)  # fmt: skip
add_command(
    app, "settings", settings_command,
    "Remet le fichier .env d'une sauvegarde, secret des empreintes compris, sans toucher à la "
    "base.\n\nExemple : `python -m deploy.backup settings "
    "crm-8bd48953-20261126T021000Z.tar.age --identity cle.txt`",
)  # fmt: skip
add_command(app, "list", list_command, "Montre les sauvegardes de cette machine.")
add_command(app, "key", key_command, "Crée la paire de clés qui chiffre les sauvegardes.")
add_command(
    app, "check", check_command,
    "Essaie de remplacer et d'effacer une copie gardée ailleurs : cela doit être refusé.",
)  # fmt: skip


def _is_confirmed(path: Path) -> bool:
    if not sys.stdin.isatty():
        return False
    return typer.confirm(f"Remettre {path.name} à la place de la base ?")


def _megabytes(size: int) -> str:
    return f"{figure(size / 1e6, 1)} Mo"
