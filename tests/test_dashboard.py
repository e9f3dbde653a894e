"""The page for leadership: what it says, that nothing in it can run, and how a browser shows it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import builders as make
import pytest
from making import PROJECT

from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.results import Previous, Results
from qp_scoring.jobs.score import Outcome
from qp_scoring.messages import catalogue
from qp_scoring.reports.page.render import render_page
from qp_scoring.reports.page.view import ActionSaid, page_view
from qp_scoring.reports.summary.cells import LEVEL_BARS
from qp_scoring.rubric.model import Rubric

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt;",
)


def page_of(
    results: Results, told: dict[str, ActionSaid] | None = None, rubric: Rubric = make.RUBRIC
) -> str:
    view = page_view(results, analyse(results, rubric), rubric, told or {}, {})
    return b"".join(render_page(view)).decode()


class Elements(HTMLParser):
    """Every element with its attributes, and the texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(" ".join(data.split()))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.found)

    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.found if tag == "a"]


def round_of(count: int = 5, **changes: object) -> Results:
    offices = [
        make.office(
            [str(1 + (at + place) % 5) for place in range(13)], code=f"99{at:02}", **changes
        )
        for at in range(count)
    ]
    unfinished = make.office(["", *["3"] * 12], code="9998", short_name="สพป.ตัวอย่าง เขต 98")
    return make.results(*offices, unfinished)


# --- what is written


def test_levels_have_one_scale_of_colours_here_and_in_the_charts_of_the_summary() -> None:
    here = re.findall(r"\.t\d\{background:(#\w{6})", page_of(make.results(make.office())))
    assert [colour.upper() for colour in reversed(here)] == list(LEVEL_BARS)


def test_few_are_counted_in_words() -> None:
    page = page_of(make.results(make.office(region="3")))
    assert "1 แห่ง</small>" in page and "(n = " not in page


def test_the_figures_are_those_of_the_analysis(shipped: tuple[Path, Outcome]) -> None:
    out, _ = shipped
    page = (out / "dashboard.html").read_text("utf-8")
    analysis = json.loads((out / "analysis.json").read_text("utf-8"))
    rows = re.findall(
        r'<tr><th scope="row"><b>(\S+)</b> .*?</th><td class="strong">(.*?)</td>'
        r"<td>(.*?)</td><td>(\d+)</td><td>(\d+)</td>",
        page,
    )
    assert sorted(rows) == sorted(
        (one["code"], one["mean"], one["median"], str(one["n"]), str(one["states"]["not_reported"]))
        for one in analysis["indicators"]
    )
    assert [float(row[1]) for row in rows] == sorted(float(row[1]) for row in rows)
    for band in analysis["bands"]:
        assert re.search(rf"{band['name']}</span>\s*<b>{band['count']}</b>", page)
    assert f"<b>{analysis['overall']['mean']}</b>" in page


def test_every_office_is_a_tile_with_its_name_mean_and_band(
    shipped: tuple[Path, Outcome],
) -> None:
    out, outcome = shipped
    tiles = re.findall(
        r'<a class="tile \w+" href="#(\w+)">(.*?) <b>(.*?)</b>',
        (out / "dashboard.html").read_text("utf-8"),
    )
    shown = {name.replace("\u00a0", " "): words for _, name, words in tiles}
    for office in outcome.results.offices:
        band = office.band or "ยังประเมินไม่ครบ"
        assert shown[office.short_name] == f"{office.mean or '-'} {band}"
    page = Elements((out / "dashboard.html").read_text("utf-8"))
    anchors = {attributes.get("id") for tag, attributes in page.found if tag == "tbody"}
    assert {anchor for anchor, _, _ in tiles} == anchors - {None}


def test_a_row_leads_to_the_score_sheet_that_was_delivered(shipped: tuple[Path, Outcome]) -> None:
    out, _ = shipped
    links = Elements((out / "dashboard.html").read_text("utf-8")).links()
    leads = {unquote(link) for link in links if not link.startswith("#")}
    sheets = {f"scoresheets/{path.name}" for path in (out / "scoresheets").iterdir()}
    assert leads == {*sheets, "summary.xlsx"}


def test_it_says_what_an_office_should_do_first_and_the_way_up(
    shipped: tuple[Path, Outcome],
) -> None:
    out, outcome = shipped
    page = " ".join(Elements((out / "dashboard.html").read_text("utf-8")).texts)
    office = outcome.results.offices[0]
    assert office.next_band is not None
    assert office.next_band.band in page
    assert page.count("สิ่งที่ควรดำเนินการก่อน") >= 9


def test_no_assessor_is_named(tmp_path: Path) -> None:
    by = (make.said("นายลับมาก ห้ามเปิดเผย", "unmet", reason="ไม่ครบ"),)
    entry = make.indicator("8", "2", items=(make.item("8.1", "unmet", *by),))
    page = page_of(make.results(make.office(indicators=(entry,))))
    assert "นายลับมาก" not in page


def test_groups_of_fewer_than_three_are_left_out_and_it_says_so() -> None:
    offices = [make.office(code=str(at), region="7") for at in range(3)]
    few = [make.office(code=f"1{at}", type="สพม", region="8") for at in range(2)]
    page = page_of(make.results(*offices, *few))
    groups = page[page.index('id="groups"') : page.index('id="offices"')]
    assert "เขตตรวจราชการที่ 7" in groups
    assert "เขตตรวจราชการที่ 8" not in groups and ">สพม<" not in groups
    assert "น้อยกว่า 3 แห่ง" in groups


@pytest.mark.parametrize("status", ["draft", "official"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_drafts_are_said_by_their_own_keys(status: str, confirmed: bool) -> None:
    bands = make.RUBRIC.bands.model_copy(update={"confirmed": confirmed})
    rubric = make.rubric_with(status=status, bands=bands)
    page = page_of(make.results(make.office(), rubric=rubric), rubric=rubric)
    assert ("ไม่ใช่เกณฑ์ทางการของ สพฐ." in page) == (status == "draft")
    assert ("ช่วงคะแนนยังไม่ยืนยัน" in page) == (not confirmed)


def test_the_change_since_the_last_round_stands_where_there_is_one() -> None:
    before = Previous(
        fiscal_year=2566, round="6m", mean="2.00", band="พอใช้", change="+0.42", mean_exact="24/12"
    )
    page = page_of(make.results(make.office(previous=before)))
    assert "เปลี่ยนแปลง" in page and "<td>+0.42</td>" in page
    assert "เพิ่มขึ้น 1 เท่าเดิม 0 ลดลง 0" in page
    assert "เปลี่ยนแปลง" not in page_of(make.results(make.office()))


def test_nothing_is_said_of_what_an_unfinished_office_reported() -> None:
    done, blank = make.office(["3"] * 13), make.office([""] * 13, code="9")
    _, first, second = page_of(make.results(done, blank)).split('<tbody id="')
    covered = [f"<td>{one.coverage.scored}/{one.coverage.applicable}</td>" for one in (done, blank)]
    assert covered[0] in first
    assert covered[1] not in second


def test_a_round_without_a_complete_office_is_a_page_all_the_same() -> None:
    page = page_of(make.results(make.office(["", *["3"] * 12])))
    assert "0<small>/1</small>" in page
    assert page_of(make.results())


def test_every_sentence_of_the_page_is_used() -> None:
    folder = PROJECT / "qp_scoring" / "reports" / "page"
    used = "".join(path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.is_file())
    keys = {key for key in catalogue("th")["text"] if key.startswith("page-")}
    said = {f"page-{key}" for key in re.findall(r"say\(\s*['\"]([a-z-]+)['\"]", used)}
    assert said == keys


# --- nothing in it can run


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_inputs_is_text(text: str) -> None:
    office = make.office(code=text, name=text, short_name=text, type=text, region=text)
    told = ActionSaid(f"scoresheets/{text}.xlsx", ((text, text, (text,)),), (text,))
    found = Elements(page_of(make.results(office), {text: told}))
    plain = Elements(page_of(make.results(make.office()), {}))
    for tag in ("script", "style", "img", "b"):
        more = 2 if tag == "b" else 0  # the heading of the steps
        assert found.count(tag) in (plain.count(tag), plain.count(tag) + more // 2)
    for _, attributes in found.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    for link in found.links():
        assert re.match(r"#o\d+$|#[a-z]+$|scoresheets/|summary\.xlsx$", link), link
    assert " ".join(text.split()) in found.texts


def test_nothing_is_loaded_and_nothing_else_may_run(shipped: tuple[Path, Outcome]) -> None:
    out, _ = shipped
    page = (out / "dashboard.html").read_text("utf-8")
    elements = Elements(page)
    assert "http:" not in page.replace("http://www.w3.org", "") and "https:" not in page
    assert not [tag for tag, _ in elements.found if tag in ("link", "img", "iframe", "base")]
    assert not [a for tag, a in elements.found if "src" in a or "style" in a]
    policy = next(
        str(a["content"]) for tag, a in elements.found if tag == "meta" and "http-equiv" in a
    )
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
    assert "unsafe" not in policy and policy.count("'sha256-") == 2
    script = page[page.index("<script>") : page.index("</script>")]
    assert len(script) < 6_000


def test_the_same_round_gives_the_same_bytes() -> None:
    assert page_of(round_of()) == page_of(round_of())


def country() -> Results:
    """As many offices as the country has, with names and advice as long as they are."""
    offices = []
    for at in range(245):
        levels = [str(1 + (at * 7 + place * 3) % 5) for place in range(13)]
        offices.append(
            make.office(
                levels,
                code=f"{at:04}",
                short_name=f"สพป.ตัวอย่างที่มีชื่อยาว เขต {at}",
                region=str(1 + at % 18),
            )
        )
    return make.results(*offices)


def told_at_length(results: Results) -> dict[str, ActionSaid]:
    sentence = "มีหลักฐานการดำเนินงานตามรายการพิจารณาที่มีข้อความยาวตามเกณฑ์ของตัวชี้วัด " * 2
    steps = tuple((sentence, sentence, (sentence, sentence)) for _ in range(3))
    return {
        office.code: ActionSaid(
            f"scoresheets/{office.code} {office.short_name}.xlsx", steps, (sentence,)
        )
        for office in results.offices
    }


def test_the_whole_country_is_less_than_two_megabytes() -> None:
    results = country()
    assert len(page_of(results, told_at_length(results)).encode()) < 2_000_000


# --- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: the page was not looked at in a browser")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with a hostile name, in a file as it is opened by double-click."""
    results = round_of(8, region="3")
    hostile = make.office(code="<b>", short_name=HOSTILE[1], region=HOSTILE[0])
    results = results.model_copy(update={"offices": (*results.offices, hostile)})
    path = tmp_path_factory.mktemp("page") / "dashboard.html"
    told = {
        office.code: ActionSaid(
            "scoresheets/ก.xlsx", (("ตัวชี้วัดที่ 1", "+0.08", ("ข้อ 1.8",)),), ("ทาง",)
        )
        for office in results.offices
    }
    path.write_text(page_of(results, told), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, width: int = 1366, **more: Any) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 768}, **more).new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("console", lambda told: page.faults.append(told.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: page.faults.append(dialog.message))  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_it_fits_the_window_and_says_no_fault(
    browser: Browser, page_file: Path, width: int
) -> None:
    page = opened(browser, page_file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []  # type: ignore[attr-defined]
    page.context.close()


@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing(browser: Browser, page_file: Path, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    page = opened(browser, page_file, width, bypass_csp=True)
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == []
    page.context.close()


def shown_rows(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('#table tbody')].filter(b => !b.hidden)"
        ".map(b => b.rows[0].cells[1].textContent.trim())"
    )
    return names


def test_the_table_is_searched_filtered_and_sorted(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file)
    everyone = shown_rows(page)
    assert len(everyone) == 10
    page.fill("#q", "เขต98")
    assert shown_rows(page) == ["สพป.ตัวอย่าง เขต 98"]
    assert page.inner_text("#count") == "แสดง 1 แห่ง"
    page.fill("#q", "")
    page.select_option("#f3", "ยังประเมินไม่ครบ")
    assert shown_rows(page) == ["สพป.ตัวอย่าง เขต 98"]
    page.select_option("#f3", "")
    head = page.locator("#table thead th").nth(4)
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    means = page.locator("#table tbody tr:first-child td.strong").all_inner_texts()
    numbers = [float(mean) for mean in means if mean != "-"]
    assert numbers == sorted(numbers) and means[-1] == "-"
    page.context.close()


def test_an_office_is_opened_by_keyboard_and_from_its_tile(
    browser: Browser, page_file: Path
) -> None:
    page = opened(browser, page_file)
    first = page.locator("#table tbody").first
    assert not first.locator(".more").is_visible()
    first.locator("button.toggle").press("Enter")
    assert first.locator(".more").is_visible()
    assert first.locator("button.toggle").get_attribute("aria-expanded") == "true"
    tile = page.locator("a.tile").nth(3)
    target = page.locator(str(tile.get_attribute("href")))
    tile.press("Enter")
    target.locator(".more").wait_for(state="visible", timeout=5_000)
    page.context.close()


def test_without_script_everything_is_there_to_read(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file, java_script_enabled=False)
    assert all(row.is_visible() for row in page.locator("#table .more").all())
    assert not page.locator("#tools").is_visible()
    page.context.close()


def test_a_small_round_fills_its_first_printed_page(browser: Browser, tmp_path: Path) -> None:
    """The table of indicators finds room below the overview; what is only for a screen is left."""
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "dashboard.html"
    path.write_text(page_of(round_of(8, region="3")), encoding="utf-8")
    page = opened(browser, path)
    choose = page.get_by_text("เลือกช่องเพื่อดูรายละเอียด")
    assert choose.is_visible()
    page.emulate_media(media="print")
    assert not choose.is_visible()
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.context.close()
    with pdfium.PdfDocument(tmp_path / "page.pdf") as document:
        first = document[0].get_textpage().get_text_range()
    assert {"X1", "X2", "6a", "6b"} <= set(first.split())


def test_the_country_prints_on_a_few_pages_with_headings_on_each(
    browser: Browser, tmp_path: Path
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "dashboard.html"
    path.write_text(page_of(country()), encoding="utf-8")
    page = opened(browser, path)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.context.close()
    with pdfium.PdfDocument(tmp_path / "page.pdf") as document:
        widths = [one.get_size()[0] for one in document]
        pages = [one.get_textpage().get_text_range() for one in document]
    assert len(pages) <= 10
    assert all(abs(width - 595) < 2 for width in widths)
    assert all("6a 6b 7" in " ".join(text.split()) for text in pages[-2:])
    # A table with bars, whose heading is not repeated, stands on one page.
    ranges = [len(re.findall(r"\d\.\d\d–\d\.\d\d", text)) for text in pages]
    assert max(ranges) == 1 + 1 + 18, "all offices, their type, the regions"
