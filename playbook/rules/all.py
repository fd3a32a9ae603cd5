"""Every rule of lint, in one list. A new rule is one function in the file of its subject, and one line here.

A rule reads the sources and yields findings. It reports one kind of mistake, at the place to fix it, and does not
repeat what another rule reports.
"""

from collections.abc import Callable, Iterator

from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.rules import agreement as rules_agreement
from playbook.rules import alerts as rules_alerts
from playbook.rules import cadence as rules_cadence
from playbook.rules import calendar as rules_calendar
from playbook.rules import company as rules_company
from playbook.rules import conditions as rules_conditions
from playbook.rules import flow as rules_flow
from playbook.rules import leads as rules_leads
from playbook.rules import messages as rules_messages
from playbook.rules import nurture as rules_nurture
from playbook.rules import persistence as rules_persistence
from playbook.rules import promises as rules_promises
from playbook.rules import reach as rules_reach
from playbook.rules import scoring as rules_scoring
from playbook.rules import team as rules_team
from playbook.rules import templates as rules_templates

Rule = Callable[[Sources], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    rules_cadence.name_is_the_files,
    rules_cadence.touch_ids_differ,
    rules_cadence.touch_ids_are_free,
    rules_cadence.touches_are_enough,
    rules_cadence.keys_fit_the_channel,
    rules_cadence.reactions_make_sense,
    rules_cadence.acknowledges_once_per_channel,
    rules_cadence.calendar_exists,
    rules_cadence.exhausted_exists,
    rules_conditions.fields_are_declared,
    rules_conditions.values_exist,
    rules_conditions.numbers_are_numbers,
    rules_conditions.lists_are_not_empty,
    rules_conditions.outcomes_exist,
    rules_conditions.triage_decides_priority,
    rules_reach.cadences_can_apply,
    rules_reach.cadences_are_entered,
    rules_reach.touches_can_happen,
    rules_reach.outcomes_come_before,
    rules_reach.channels_can_be_had,
    rules_flow.destinations_exist,
    rules_flow.routes_exist,
    rules_flow.routes_are_reached,
    rules_flow.every_qualified_lead_has_a_route,
    rules_flow.every_way_ends,
    rules_nurture.nurture_has_its_list,
    rules_nurture.nurture_is_a_word,
    rules_nurture.nurture_cadences_nurture,
    rules_nurture.nurture_takes_everybody,
    rules_nurture.nurture_cadences_are_reached,
    rules_company.company_does_something,
    rules_company.company_pauses_last,
    rules_persistence.outbound_touches_keep_apart,
    rules_persistence.outbound_goes_back,
    rules_leads.criteria_can_hold,
    rules_leads.criteria_differ,
    rules_leads.what_is_not_known_is_decided,
    rules_leads.criteria_leave_leads_to_route,
    rules_agreement.rules_can_match,
    rules_agreement.rule_names_differ,
    rules_agreement.somebody_qualifies,
    rules_agreement.needs_can_be_filled,
    rules_agreement.not_enough_information_is_defined,
    rules_agreement.ladder_leads_somewhere,
    rules_agreement.agreement_calendar_exists,
    rules_agreement.caps_are_by_the_clock,
    rules_promises.classes_have_response_times,
    rules_promises.response_times_can_match,
    rules_promises.response_times_make_sense,
    rules_promises.attempts_can_be_made,
    rules_promises.red_zone_is_by_the_clock,
    rules_scoring.interest_is_measured,
    rules_scoring.levels_are_in_order,
    rules_scoring.half_life_is_sane,
    rules_scoring.something_gives_points,
    rules_scoring.rows_can_match,
    rules_scoring.clicks_are_counted,
    rules_alerts.alerts_reach_somebody,
    rules_alerts.whoever_it_is_for_is_told,
    rules_alerts.slack_names_its_webhook,
    rules_alerts.alert_routes_can_match,
    rules_alerts.alert_ladder_leads_somewhere,
    rules_alerts.rungs_give_time,
    rules_team.roles_have_people,
    rules_team.fallback_is_in_the_team,
    rules_team.people_differ,
    rules_team.people_calendars_exist,
    rules_calendar.calendar_is_named_as_its_file,
    rules_calendar.calendar_opens,
    rules_calendar.exceptions_change_something,
    rules_messages.messages_exist,
    rules_messages.messages_are_used,
    rules_messages.texts_are_short,
    rules_messages.mails_have_subjects,
    rules_messages.channels_are_as_meant,
    rules_templates.templates_parse,
    rules_templates.variables_exist,
    rules_templates.packages_stay_inside,
    rules_templates.messages_render,
    rules_templates.nothing_gapes,
    rules_templates.bulk_mail_names_us_and_the_way_out,
    rules_templates.texts_fit,
)
