"""The columns of a lead that its form decides: what lists, searches and company rules ask for without reading forms."""

from typing import Any

from domain.intake.arrival import Arrival
from domain.lead.company import company_of
from domain.planning.call_times import industry_key


def form_values(arrival: Arrival) -> dict[str, Any]:
    """The columns of a lead that its form decides."""
    form = arrival.form
    name = f"{form.first_name} {form.last_name}".strip()
    company = company_of(form)
    searched = (name, form.company, form.email, arrival.email_key, arrival.phone_key, form.social_url, form.external_id)
    return {
        "form": form.model_dump(mode="json"),
        "email_key": arrival.email_key,
        "phone_key": arrival.phone_key,
        "zones": list(arrival.zones),
        "name": name,
        "company": form.company,
        "company_domain": company.domain,
        "company_key": company.name,
        "industry_key": industry_key(form.industry),
        "search_text": "\n".join(searched).casefold(),
        "direction": form.direction.value,
        "source": form.source,
        "intent": form.intent.value,
    }
