from .companies import Company, CompanyName
from .names import NameKey
from .people import Person, PersonName
from .places import Country
from .productions import CompanyCredit, Credit, Production, ProductionTitle

__all__ = [
    "Company",
    "CompanyCredit",
    "CompanyName",
    "Country",
    "Credit",
    "NameKey",
    "Person",
    "PersonName",
    "Production",
    "ProductionTitle",
]
