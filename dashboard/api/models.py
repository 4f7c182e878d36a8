"""What the API takes and gives, as its description shows it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

LARGEST_PAGE = 200
Words = Annotated[str, Field(max_length=100)]
Text = Annotated[str, Field(max_length=500)]
State = Literal["pending", "second", "flagged", "approved", "rejected", "left"]
Decision = Literal["approved", "rejected", "flagged"]


class Paged(BaseModel):
    """A part of a list."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str, Field(max_length=500)] = Field(
        "", description="`next` of the part before; empty from the beginning."
    )
    limit: int = Field(50, ge=1, le=LARGEST_PAGE, description="Rows at most.")


class LettersAsked(Paged):
    """Letters as *Lettres* filters them: the words of its address."""

    scenario: Words = Field("", description="REBUY, CROSS_SELL, UPSELL, WINBACK or NURTURE.")
    famille: Words = Field("", description="A family one of its wines has.")
    segment: Words = Field("", description="Segment of the person; `aucun` for none.")
    departement: Words = Field("", description="`67`, `2A`, `971`, `etranger`.")
    score: Literal["", "0", "20", "40", "60", "80"] = Field("", description="From this to 20 more.")
    etat: Literal[
        "a-decider", "seconde-personne", "a-revoir", "approuvees", "refusees", "parties", "toutes"
    ] = Field("a-decider", description="What stands of it.")
    q: Words = Field("", description="Words of the person's name or code.")


class ClientsAsked(Paged):
    """Persons as *Clients* looks for them: the words of its address."""

    q: Words = Field("", description="Words of name, code or town.")
    departement: Words = Field("", description="`67`, `2A`, `971`, `etranger`.")
    famille: Words = Field("", description="Family bought.")
    vin: Words = Field("", description="Words of a wine bought.")
    scenario: Words = Field("", description="Scenario of the letter proposed.")
    segment: Words = Field("", description="Segment; `aucun` for none.")
    venant: Words = Field("", description="Segment three months ago; `tous` for whoever changed.")
    allant: Words = Field("", description="Segment they came to since; `tous` for whoever changed.")
    raison: Words = Field("", description="Code of docs/reasons.md that leaves them out.")
    score: int = Field(0, ge=0, le=100, description="Least score of the letter proposed.")
    du: date | None = Field(None, description="First day of the purchases asked for.")
    au: date | None = Field(None, description="Last day of the purchases asked for.")


class Point(BaseModel):
    """Something that keeps the house from being ready, and what to do about it."""

    text: str
    next: str


class Health(BaseModel):
    """The sentence of this minute, in French, as the page says it."""

    state: Literal["pret", "a_verifier", "bloque", "pas_verifie"]
    sentence: str
    next: str = Field(description="The one thing to do.")
    at: datetime
    stops_sending: bool
    points: list[Point]


class Letter(BaseModel):
    """A proposed letter, and what stands of it."""

    reco_id: UUID
    seen: str = Field(description="What was shown of it: a decision brings it back.")
    client_code: str
    name: str
    town: str
    scenario: str
    score: float
    wines: list[str]
    first_reason: str
    state: State
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None = Field(description="Why it was rejected.")


class Letters(BaseModel):
    """Letters in the order of `reco_id`."""

    total: int = Field(description="Letters of the filter, this minute.")
    letters: list[Letter]
    next: str | None = Field(description="Cursor of the part after; null at the end.")


class Counts(BaseModel):
    """Letters of the filter by each choice, as beside the list."""

    total: int
    counts: dict[str, dict[str, int]]


class LetterWords(BaseModel):
    """A letter as it will arrive."""

    reco_id: UUID
    seen: str
    client_code: str
    scenario: str
    score: float
    state: State
    valid_until: date
    subject: str
    text: str
    html: str


class Shown(BaseModel):
    """A letter a decision is about, as it was shown."""

    model_config = ConfigDict(extra="forbid")

    reco_id: UUID
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}\.[0-9]{1,18}$")]


class DecisionAsked(BaseModel):
    """A decision on letters; the whole request may be repeated, and changes nothing then."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision
    letters: Annotated[list[Shown], Field(min_length=1, max_length=1000)]
    reason: Text = Field("", description="Why; a rejection asks for one.")


class NotDecided(BaseModel):
    """A letter the decision could not be applied to."""

    reco_id: UUID
    reason: str = Field(description="A code of docs/reasons.md.")
    says: str = Field(description="The same in French.")
    decided_by: str | None
    decided_at: datetime | None


class Done(BaseModel):
    """What a decision did."""

    decided: int
    unchanged: int = Field(description="Letters that were so decided already.")
    awaiting_second: int = Field(description="Of those decided: a second person approves too.")
    batch_id: UUID | None
    undecided: list[NotDecided]


class DecisionMade(BaseModel):
    """A decision as it was made; what an erasure left has neither code nor scenario."""

    decision_id: int
    reco_id: UUID
    client_code: str | None
    scenario: str | None
    decision: str
    decided_by: str
    decided_at: datetime
    reason: str | None
    batch_id: UUID | None


class Decisions(BaseModel):
    """Decisions in the order they were made."""

    decisions: list[DecisionMade]
    next: str = Field(description="Cursor of what comes after, be it to come.")


class Client(BaseModel):
    """A person, in a line."""

    client_code: str
    name: str
    code_postal: str | None
    ville: str | None
    segment: str | None
    nb_achats: int | None
    total_achats: Decimal | None
    dernier_achat: date | None
    is_contactable: bool | None
    not_contactable_reason: str | None
    scenario: str | None
    score: float | None


class Clients(BaseModel):
    """Persons in the order of their codes."""

    total: int
    clients: list[Client]
    next: str | None


class Family(BaseModel):
    """What a person bought of a family."""

    famille_crm: str | None
    mt_ht: Decimal | None
    qty_unit: Decimal | None
    dernier_achat: date | None


class LetterSent(BaseModel):
    """A letter that left, or may have."""

    scenario: str
    state: str
    at: datetime | None
    wines: str | None


class Occasion(BaseModel):
    """One time the house wrote or spoke to a person."""

    date_contact: date | None
    canal: str | None
    statut: str | None
    source: str | None


class ClientWhole(BaseModel):
    """A person, as their page shows them."""

    client_code: str
    codes: list[str]
    name: str
    code_postal: str | None
    ville: str | None
    segment: str | None
    rfm_code: str | None
    nb_achats: int | None
    total_achats: Decimal | None
    premier_achat: date | None
    dernier_achat: date | None
    is_contactable: bool | None
    not_contactable_reason: str | None
    families: list[Family]
    letters: list[LetterSent]
    occasions: list[Occasion]


class Wine(BaseModel):
    """A wine advised to a person, and why, in French."""

    rank: int
    produit_key: str
    label: str | None
    score: float
    reason: str


class Week(BaseModel):
    """What became of the letters of a week and a scenario; orders and money are attributed."""

    semaine: date
    scenario: str
    parties: int
    remises: int
    cliquees: int
    desinscriptions: int
    commandes_attribuees: int
    mt_ht_attribue: Decimal
    gardees: int = Field(description="Letters the hold-out kept back.")


class Group(BaseModel):
    """Persons chance put into one group, and how many of them ordered."""

    persons: int
    ordered: int
    share: float


class Range(BaseModel):
    """95 in 100 such intervals hold the truth."""

    low: float
    high: float


class Shows(BaseModel):
    """How many letters show a gain, and in how many weeks, null when nobody can tell."""

    gain: float
    letters: int
    weeks: int | None


class HoldoutPlan(BaseModel):
    """What keeping back a share would show."""

    share: float
    kept_per_week: float
    shows: list[Shows]


class ResultsGiven(BaseModel):
    """What letters bring, attributed, and what they cause, by the hold-out."""

    verdict: str = Field(description="In French, as the page says it.")
    weeks: list[Week]
    holdout_share: float
    written: Group
    kept: Group
    difference: Range | None = Field(description="Of the shares that order.")
    is_told: bool = Field(description="The difference does not hold zero.")
    caused_orders: Range | None = Field(description="Null while nothing is told.")
    caused_mt_ht: Range | None = Field(description="In euros without tax; null as above.")
    needed: int = Field(description="Letters from which three points show.")
    plans: list[HoldoutPlan]


class Noes(BaseModel):
    """Noes of one kind, as they were said: `refus`, `retours` (addresses), `plaintes`."""

    kind: Literal["refus", "retours", "plaintes"]
    standing: int
    this_year: int = Field(description="Said this year, lifted ones too.")


class LeftOut(BaseModel):
    """How many persons a reason leaves out."""

    reason: str = Field(description="A code of docs/reasons.md.")
    label: str = Field(description="The same in French.")
    persons: int


class SoonSilent(BaseModel):
    """A person who may not be written to from the day after `until`."""

    client_code: str
    until: date


class LettersHad(BaseModel):
    """How many persons had so many letters in a year."""

    letters: int
    persons: int


class TooClose(BaseModel):
    """Two letters that went to one address closer than the house allows."""

    client_code: str
    before: date
    left_on: date


class Compliance(BaseModel):
    """Where the house stands with the law."""

    noes: list[Noes]
    letters_after_no: int = Field(description="Letters of this year that left after a no.")
    left_out: list[LeftOut]
    soon_silent_days: int
    soon_silent_persons: int
    soon_silent: list[SoonSilent] = Field(description="The first 100 of them.")
    contact_days: int = Field(description="Least days from a contact to a letter.")
    within_contact_days: int = Field(description="Persons contacted so lately.")
    letters_per_person: list[LettersHad]
    too_close: list[TooClose] = Field(description="The last 100 of them.")


class Recommendations(BaseModel):
    """What is advised to a person this week, and what stands of the letter; or why nothing is."""

    client_code: str
    as_of_date: date | None
    scenario: str | None
    reco_id: UUID | None
    state: State | None = Field(description="Of the letter; null when no letter proposes this.")
    wines: list[Wine]
    none_because: str | None = Field(description="A code of docs/reasons.md.")
    none_says: str | None = Field(description="The same in French.")
