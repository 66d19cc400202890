"""Form pages: something is entered about a record, or a record is changed; nothing typed is ever lost.

class NewFunds(FormPage):
    about, permission, facts, action = Project, "economy.add_fundsentry", FUNDS_FACTS, record_funds
    title, submit, said = "填报到位资金", "保存草稿", "已保存为草稿，附好凭证后请提交审核。"
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import resolve, reverse
from django.views import View

from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, NotPermitted, NotVisible, Refusal, WrongState
from portal.records.facts import PAGE, Asked, Facts, call
from portal.records.forms import FactsForm
from portal.records.questions import Questioned
from portal.records.tables import table_of
from portal.site import sent_forms
from portal.site.records import page_url, visible_record
from portal.site.versions import THEIRS, ChangedByAnother, refuse_changed, version_in, version_of
from portal.workflow.flows import flow_of
from portal.writing import locked, writing

LAPSED = "这一页打开太久，已经过期，刚才没有保存。您填的都还在，请再点一次保存。"


class FormPage(View):
    """A page on which an action is entered.

    `about` is the kind of record the action is about, found by the address; None when it makes one of its own.
    Not visible is 404; without `permission` (for the record, else anywhere) 403; in a state outside `states` 409.
    Whatever is refused, questioned, or lapsed, what was typed stays in the page. With `confirms`, what was read is
    shown first (`preview`) and the action is taken when it was confirmed by the button of that name. `list_url` names
    the list one comes from, where it is not that of the records the page is about.
    """

    about: ClassVar[type[models.Model] | None] = None
    permission: ClassVar[str] = ""
    facts: ClassVar[Facts]
    action: ClassVar[Callable[..., Any]]
    title: str = ""
    submit: ClassVar[str] = "保存"
    said: ClassVar[str] = "已保存。"
    lead: Any = ""
    states: ClassVar[tuple[str, ...] | None] = None
    list_url: ClassVar[str] = ""
    related: ClassVar[tuple[str, ...]] = ("area",)
    template_name: ClassVar[str] = "site/form.html"
    changes: ClassVar[bool] = False
    confirms: ClassVar[str] = ""
    invalid_status: ClassVar[int] = 200
    request: DeskRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        action = cls.__dict__.get("action")
        if callable(action):
            cls.action = staticmethod(action)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what it is about; a page that was sent is refused with what was typed, one that is opened plainly."""
        self.record: Any = None
        try:
            self.record = self.find()
            if request.method != "POST":
                self.check()
        except NotVisible as refusal:
            if request.method != "POST":
                raise
            return self.kept(refusal)
        return super().dispatch(request, *args, **kwargs)

    # What it is about

    def find(self) -> Any:
        """The record it is about; refuses (404) what is not visible."""
        if self.about is None:
            return None
        return visible_record(self.about, self.kwargs["pk"], self.request.user, related=self.related)

    def check(self) -> None:
        """Who may, and in which state."""
        if self.permission and not self.request.user.has_perm(self.permission, self.record):
            raise NotPermitted(f"您的岗位不能“{self.title}”。")
        self.check_state()

    def check_state(self) -> None:
        """Refuses a state in which it cannot be done."""
        flow = flow_of(self.record) if self.record is not None else None
        if self.states is None or flow is None:
            return
        state = getattr(self.record, flow.field)
        if state not in self.states:
            raise WrongState(f"“{self.record}”现在是“{flow.label(state)}”，不能“{self.title}”。")

    def get_facts(self) -> Facts:
        """What is entered; a page may choose by record."""
        return self.facts

    def asked(self) -> Asked:
        """Who enters it, about what."""
        return Asked(self.request.user, self.record, self.permission, changing=self.changes)

    def start(self) -> dict[str, Any]:
        """What the page starts from, beside what the facts say: values by fact."""
        return {}

    @classmethod
    def kwargs_for(cls, record: Any) -> dict[str, Any]:
        """What the address of this page for a record is made of."""
        return {"pk": record.pk}

    # Showing and sending

    def get(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """The empty form, or the record to be changed."""
        return self.show(self.form())

    def post(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """Take the action once and show where it leads."""
        form = self.form(request.POST, request.FILES)
        try:
            self.check()
        except NotPermitted as refusal:
            # Who may not open the form is not shown it for having sent something.
            return self.kept(refusal, form)
        except WrongState as refusal:
            return self.show(form, refusal=refusal, status=refusal.status)
        if getattr(request, "csrf_lapsed", False):
            return self.show(form, notice=LAPSED, status=403)
        return self.answer(form)

    def answer(self, form: FactsForm) -> HttpResponse:
        """What was sent is taken, or shown again with what is wrong with it."""
        request = self.request
        try:
            if form.is_valid():
                sure = not self.confirms or self.confirms in request.POST
                return self.take(form) if sure else self.preview(form)
        except Questioned as question:
            form.ask(question)
        except ChangedByAnother as changed:
            return self.show(
                self.form(self.caught_up(changed), request.FILES), changed=changed, status=changed.status
            )
        except InvalidInput as refusal:
            form.place(refusal)
        except (NotPermitted, WrongState) as refusal:
            return self.show(form, refusal=refusal, status=refusal.status)
        except NotVisible as refusal:
            return self.kept(refusal, form)
        return self.show(form, status=self.invalid_status)

    def form(self, data: Any = None, files: Any = None) -> FactsForm:
        """The form of the facts, as it was sent or as it starts."""
        asked, declared = self.asked(), self.get_facts()
        return FactsForm(declared, asked, data, files, initial=self.initial(declared, asked))

    def initial(self, declared: Facts, asked: Asked) -> dict[str, Any]:
        """What the fields show at first."""
        shown: dict[str, Any] = {}
        begun = self.start()
        for given in declared.on(PAGE):
            value = begun[given.name] if given.name in begun else given.start(asked)
            if value is not None:
                shown |= given.kind.shown(value, given)
        return shown

    def take(self, form: FactsForm) -> HttpResponse:
        """The action in one transaction; sent twice it is taken once."""
        key = sent_forms.key_of(self.request)
        with writing():
            before = sent_forms.sent_before(key, user=self.request.user)
            if before is not None:
                messages.info(self.request, "这一页已经保存过，没有重复保存。")
                return HttpResponseRedirect(before.place or self.back_url)
            result = self.act(form)
            place = resolve_url(self.leads_to(result))
            sent_forms.note_place(key, place)
        if said := self.tell(result):
            messages.success(self.request, said)
        return HttpResponseRedirect(place)

    def preview(self, form: FactsForm) -> HttpResponse:
        """What was read, to be confirmed."""
        raise NotImplementedError

    def act(self, form: FactsForm) -> Any:
        """Call the action with what was entered, after nobody else's change was passed over."""
        stood = self.stood
        given = form.read if stood is None else self.decided(form, stood)
        return call(type(self).action, form.declared, given, form.asked, subject=self.record)

    # What stood there when the page was opened

    @property
    def stood(self) -> Any:
        """The record whose values the page shows and the action writes over; None where it makes a new one."""
        return None

    def decided(self, form: FactsForm, stood: Any) -> dict[str, Any]:
        """What goes to the action: what was entered, or what stands where that was chosen; only changes on a page of those.

        Refuses (`ChangedByAnother`) what somebody else changed since, until this user has seen it.
        """
        locked(stood)
        stands = version_of(stood, form.declared)
        opened = version_in(self.request.POST.get("version", "")) or stands
        refuse_changed(stood, opened, stands, form)
        given = dict(form.read)
        for one in form.declared.on(PAGE):
            is_theirs = self.request.POST.get(f"decide_{one.name}") == THEIRS
            if self.changes and one.is_of_record and (is_theirs or not form.changed(one, opened.shown)):
                given.pop(one.name, None)
            elif is_theirs and one.is_of_record:
                given[one.name] = one.of(stood)
        return given

    def caught_up(self, changed: ChangedByAnother) -> Any:
        """What was sent; where only somebody else changed a fact, the field shows what stands now."""
        sent = self.request.POST.copy()
        shown = version_of(self.stood, self.get_facts()).shown
        for difference in changed.differences:
            sent.pop(difference.name, None)
            for name in () if difference.clashes else difference.given.kind.shown(None, difference.given):
                sent.pop(name, None)
                if shown.get(name) not in (False, None):
                    sent[name] = shown[name] if not isinstance(shown[name], bool) else "on"
        return sent

    def version(self, *, is_shown: bool) -> str:
        """The version the page carries: as it was opened, or as it stands now when the changes since are shown."""
        opened = self.request.POST.get("version", "")
        if opened and not is_shown:
            return opened
        return version_of(self.stood, self.get_facts()).signed() if self.stood is not None else ""

    def leads_to(self, result: Any) -> Any:
        """Where to go then: the page of what the action made, else of the record."""
        return next((one for one in (result, self.record) if hasattr(one, "get_absolute_url")), self.back_url)

    def tell(self, result: Any) -> str:
        """What is said then."""
        return self.said.format(result=result, record=self.record)

    # The page

    def get_title(self) -> str:
        """The heading: what is done, to which record."""
        return f"{self.title}：{self.record}" if self.record is not None else self.title

    @property
    def back_url(self) -> str:
        """Where one goes without saving."""
        if self.record is not None:
            return page_url(self.record)
        return reverse(self.listed_at or "site:desk")

    @property
    def listed_at(self) -> str:
        """The list one comes from."""
        model = self.about or self.get_facts().model
        table = table_of(model) if model is not None else None
        return self.list_url or (table.listed_at if table is not None else "")

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here: the list, the record."""
        listed = [(list_title(self.listed_at), reverse(self.listed_at))] if self.listed_at else []
        return [*listed, *([(str(self.record), self.back_url)] if self.record is not None else [])]

    @property
    def sent_key(self) -> str:
        """What tells this sending from another: as the page said it, or a new one."""
        return self.request.POST.get("once") or sent_forms.new_key()

    def get_context(self) -> dict[str, Any]:
        """What a page's own template needs."""
        return {}

    def show(self, form: FactsForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page with its form."""
        if form.is_bound:
            form.keep_choices()
        context = {
            "page": self, "form": form, "title": self.get_title(), "back_url": self.back_url, "record": self.record,
            "once": self.sent_key, "version": self.version(is_shown="changed" in more),
            **self.get_context(), **more,
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)

    def kept(self, refusal: Refusal, form: FactsForm | None = None) -> HttpResponse:
        """What was typed, to be copied, where there is no form any more; plainly refused when nothing was."""
        form = form or self.form(self.request.POST)
        if not form.entered:
            raise refusal
        return render(
            self.request, "site/form_kept.html", {"refusal": refusal, "form": form}, status=refusal.status
        )


class ChangePage(FormPage):
    """A page on which the record itself is changed: only what differs from what it showed goes to the action.

    Who changed something meanwhile, and what, is shown to the second; both decide nothing over each other.
    """

    title = "修改"
    said = "已保存，改动记入修改历史。"
    changes = True

    @property
    def stood(self) -> Any:
        """The record."""
        return self.record

    def initial(self, declared: Facts, asked: Asked) -> dict[str, Any]:
        """What is on record."""
        return dict(version_of(self.record, declared).shown)


def list_title(name: str) -> str:
    """What the list at an address is called."""
    view = getattr(resolve(reverse(name)).func, "view_class", None)
    table = getattr(view, "table", None)
    return table.title if table else getattr(view, "title", "") or "列表"


def typed_again(request: HttpRequest) -> HttpResponse | None:
    """The form page a request with a lapsed token was sent to, filled as it was sent; None for any other page."""
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    if match is None or request.method != "POST" or view is None or not issubclass(view, FormPage):
        return None
    request.csrf_lapsed = True  # type: ignore[attr-defined]  # read by the page it is sent to
    return match.func(request, *match.args, **match.kwargs)
