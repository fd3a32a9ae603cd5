"""Rules for templates: they parse, use only variables that exist, and read well for every sample lead."""

import re
from collections.abc import Iterator

from domain.channels import MACHINE_CHANNELS, MACHINE_MAIL_CHANNELS, TEXT_CHANNELS
from domain.errors import InvalidInputError
from domain.outgoing.links import TrackedLinks, fault_of
from domain.terms.playbook import Message, Rendered
from domain.terms.variables import LIST_VARIABLES, OPEN_VARIABLES, SCRIPTS_ONLY, VARIABLES
from playbook.files.sources import MessageSource, Sources, all_messages, message_for
from playbook.findings import Finding, Severity, did_you_mean
from playbook.rules.messages_used import Use, uses_of
from playbook.templates.liquid import Links, Spot, TemplateError, Variable, check, variables_in
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS
from playbook.templates.segments import foreign_characters, segments_of

MOST_SEGMENTS = 2
_OWN_LINKS = str(SAMPLE_LEADS["full"]["unsubscribe_url"]).rpartition("/")[0]
_GROUPS = frozenset(path.partition(".")[0] for path in VARIABLES if "." in path)
_PROPERTIES = frozenset({"first", "last", "size"})
_GAP = re.compile(r"[^\S\n][,.!?;:]|^[,.!?;]", re.MULTILINE)


def templates_parse(sources: Sources) -> Iterator[Finding]:
    """Every body and subject is a template."""
    for source in all_messages(sources):
        if not source.message.body.strip():
            yield Finding(source.file, source.message.first_line, 1, "the message is empty: write its text")
        yield from _wrong_in(source)


def _wrong_in(source: MessageSource) -> Iterator[Finding]:
    for text, is_subject in ((source.message.subject, True), (source.message.body, False)):
        try:
            check(text)
        except TemplateError as error:
            yield _finding(source, error.spot, str(error), is_subject=is_subject)


def variables_exist(sources: Sources) -> Iterator[Finding]:
    """Every variable of a template exists, in every branch."""
    for source in _sound(sources):
        for text, is_subject in ((source.message.subject, True), (source.message.body, False)):
            for variable in variables_in(text):
                if fault := _fault_of(variable):
                    yield _finding(source, variable.spot, fault, is_subject=is_subject)


def _fault_of(variable: Variable) -> str:
    root, *rest = variable.path
    if root in LIST_VARIABLES or (root in VARIABLES and set(rest) <= _PROPERTIES):
        return ""
    name = ".".join((root, *rest[:1]))
    if root in _GROUPS and not rest:
        return f"{{{{ {root} }}}} is a group of values: use one of them, such as {_part_of(root)}"
    if name in OPEN_VARIABLES or (name in VARIABLES and set(rest[1:]) <= _PROPERTIES):
        return ""
    hint = did_you_mean(name, VARIABLES)
    hint = hint if "did you mean" in hint else f"; variables are {', '.join(VARIABLES)}"
    return f"{{{{ {name} }}}} does not exist{hint}"


def _part_of(root: str) -> str:
    return next(path for path in VARIABLES if path.startswith(f"{root}."))


def packages_stay_inside(sources: Sources) -> Iterator[Finding]:
    """Internal notes are for scripts; no email or text to a lead may show them."""
    sent = {
        source.file: source
        for use in uses_of(sources)
        if use.channel in MACHINE_CHANNELS and (files := sources.messages.get(use.message))
        for source in (message_for(files, short=use.channel in TEXT_CHANNELS),)
        if not any(_wrong_in(source))
    }
    for source in sent.values():
        for text, is_subject in ((source.message.subject, True), (source.message.body, False)):
            for variable in variables_in(text):
                if variable.path[0] == SCRIPTS_ONLY:
                    fault = f"{{{{ {'.'.join(variable.path[:2])} }}}} is internal: use it in scripts only"
                    hint = "; a message to the lead may use learned.pains, learned.answers or learned.best_time"
                    yield _finding(source, variable.spot, fault + hint, is_subject=is_subject)


def messages_render(sources: Sources) -> Iterator[Finding]:
    """Each message renders for a lead with every field, with almost none, and with hostile input."""
    for source in _sound(sources):
        if any(
            _fault_of(each) for text in (source.message.subject, source.message.body) for each in variables_in(text)
        ):
            continue  # another rule reports it with more help
        for name, variables in SAMPLE_LEADS.items():
            try:
                LiquidRenderer().render(source.message, variables, _refusing(source.message))
            except InvalidInputError as error:
                message = f"for a {name} lead: {error}"
                yield Finding(source.file, source.message.first_line, 1, message)
                break


def _refusing(message: Message) -> Links:
    """Tracks the links that an email would track; raises for others."""
    links = TrackedLinks("lint", "lint", _OWN_LINKS, f"{message.body} {_sample_value('sender.website')}")

    def link(address: str) -> str:
        if fault := fault_of(address) or links.why_not(address):
            raise InvalidInputError(fault)
        return links(address)

    return link


def nothing_gapes(sources: Sources) -> Iterator[Finding]:
    """A variable that may be empty has a default: ``Hi ,`` shows the lead that a machine wrote this."""
    for source in _sound(sources):
        full, minimal = _rendered(source.message, "full"), _rendered(source.message, "minimal")
        if full is None or minimal is None:
            continue
        gap = next((each for each in _gaps(minimal) if each not in _gaps(full)), None)
        if gap:
            message = f"this reads badly when a value is missing: {gap!r}; use '| default: \"…\"' or an if"
            yield Finding(source.file, source.message.first_line, 1, message, Severity.WARNING)


def _gaps(rendered: Rendered) -> list[str]:
    whole = f"{rendered.subject}\n{rendered.text}"
    lines = whole.split("\n")
    return [line.strip() for line in lines if _GAP.search(line)]


def bulk_mail_names_us_and_the_way_out(sources: Sources) -> Iterator[Finding]:
    """Commercial email shows a postal address and a way to opt out (CAN-SPAM, 15 U.S.C. 7704(a)(5))."""
    for use in uses_of(sources):
        if use.channel not in MACHINE_MAIL_CHANNELS or use.is_answer:
            continue
        absent = [
            name for name in ("sender.postal_address", "unsubscribe_url") if not _always_shows(use, sources, name)
        ]
        if absent:
            wanted = " and ".join(f"{{{{ {name} }}}}" for name in absent)
            what = "bulk email" if use.is_bulk else "email of a cadence"
            severity = Severity.ERROR if use.is_bulk else Severity.WARNING
            yield use.document.finding(
                f"every {what} shows the postal address and the way out: add {wanted} to {use.message!r}",
                use.path,
                severity=severity,
            )


def _always_shows(use: Use, sources: Sources, name: str) -> bool:
    files = sources.messages.get(use.message, [])
    if not files:
        return True
    message = message_for(files, short=False).message
    written = [_rendered(message, sample) for sample in SAMPLE_LEADS]
    return all(_sample_value(name) in each.text for each in written if each)


def _sample_value(name: str) -> str:
    root, _, part = name.partition(".")
    value = SAMPLE_LEADS["full"][root]
    return str(value[part] if part else value)


def texts_fit(sources: Sources) -> Iterator[Finding]:
    """A text message has at most two segments for the longest sample lead, and says how to opt out."""
    told: set[str] = set()
    for use in uses_of(sources):
        files = sources.messages.get(use.message, [])
        if use.channel not in TEXT_CHANNELS or not files or use.message in told:
            continue
        told.add(use.message)
        source = message_for(files, short=True)
        if (written := _rendered(source.message, "full")) is not None:
            yield from _unfit(source, written.text.strip())


def _unfit(source: MessageSource, text: str) -> Iterator[Finding]:
    line = source.message.first_line
    pieces = segments_of(text)
    if pieces > MOST_SEGMENTS:
        foreign = foreign_characters(text)
        why = f", because of {foreign!r}" if foreign else ""
        message = (
            f"with long names this is {pieces} segments ({len(text)} characters{why}); shorten it to {MOST_SEGMENTS}"
        )
        yield Finding(source.file, line, 1, message, Severity.WARNING)
    if "STOP" not in text:
        yield Finding(
            source.file, line, 1, "a text must say how to opt out: add 'Reply STOP to opt out'", Severity.WARNING
        )


def _sound(sources: Sources) -> Iterator[MessageSource]:
    """The messages whose templates parse."""
    return (source for source in all_messages(sources) if not any(_wrong_in(source)))


def _rendered(message: Message, sample: str) -> Rendered | None:
    try:
        return LiquidRenderer().render(message, SAMPLE_LEADS[sample])
    except InvalidInputError:
        return None


def _finding(source: MessageSource, spot: Spot, message: str, *, is_subject: bool) -> Finding:
    if is_subject:
        return Finding(source.file, source.subject_line, spot.column, f"in the subject: {message}")
    return Finding(source.file, spot.line + source.message.first_line - 1, spot.column, message)
