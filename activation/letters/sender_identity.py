"""Who signs the letters: the estate's name, address and web site."""

from dataclasses import dataclass

from warehouse.settings import Settings

# Where the wine's part of the address goes; every wine carries its own, such as
# `riesling-2021`.
WINE = "{vin}"


@dataclass(frozen=True)
class Identity:
    """What every letter says of its sender; an empty field is a fault for the lint."""

    sender_name: str
    sender_email: str
    postal_address: str
    site_url: str

    @property
    def wine_url(self) -> str:
        """Return the link to a wine, with Brevo's variable where the wine's part goes."""
        pattern = self.site_url if WINE in self.site_url else f"{self.site_url.rstrip('/')}/{WINE}"
        return pattern.replace(WINE, "{{ p.chemin }}")


DEMO = Identity(
    sender_name="Domaine des Trois Collines",
    sender_email="domaine@example.org",
    postal_address="1 rue des Vignes, 67000 Strasbourg",
    site_url="https://www.example.org/vins/{vin}",
)


def load_identity(settings: Settings) -> Identity:
    """Return the sender named in the settings; the demonstration has its own, made up."""
    if settings.is_demo:
        return DEMO
    return Identity(
        sender_name=settings.get("BREVO_SENDER_NAME", "") or "",
        sender_email=settings.brevo_sender_email or "",
        postal_address=settings.get("ESTATE_POSTAL_ADDRESS", "") or "",
        site_url=settings.get("ESTATE_SITE_URL", "") or "",
    )
