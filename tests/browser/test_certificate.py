"""What is proved of a plan opens where it is seen, and stays open through edits, choices and languages."""

import re

import pytest
from playwright.sync_api import expect

from geo.planning import open_demo
from geo.store import Workspace
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

PLAN = "/territories?lang=en&dataset={dataset}&territories=8&measure=revenue&tolerance=0.05&areas=municipality"
GIVE_ALL = """() => {
  const { desk } = rayon.frame;
  desk.assign(2, [...desk.owner.keys()].filter((area) => desk.owner[area] === 3).slice(1));
}"""


def test_it_opens_in_sight_and_stays_open(browser_page, program, workspace, map_frame):
    page = browser_page
    dataset = open_demo(Workspace(workspace), viewer=MANAGER).id
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(program.address + PLAN.format(dataset=dataset))
    page.wait_for_url("**/territories?*scenario=*")
    frame = map_frame(page)
    frame.wait_for_function("rayon.frame.board?.hand")
    summary, proof = page.locator(".st-key-certificate summary"), page.locator(".certificate")
    expect(proof).to_have_count(0)
    summary.click()
    expect(proof.get_by_text("Not proved", exact=True)).to_be_in_viewport()
    page.wait_for_function(
        """() => {
          const [files, actions] = [".st-key-certificate-files", ".st-key-actions"].map((at) =>
            document.querySelector(at)?.getBoundingClientRect());
          return files && actions && files.bottom <= actions.top;
        }"""
    )
    expect(page.locator(".certified.wrong")).to_have_count(0)
    frame.evaluate(GIVE_ALL)
    expect(page.locator(".certified.wrong")).to_contain_text(
        re.compile(r"territories are more than 5\.0\s% off target")
    )
    expect(proof).to_contain_text("the farthest ")
    frame.evaluate("rayon.command({ do: 'select', territory: 2 })")
    expect(page.locator(".chosen")).to_be_visible()
    expect(proof).to_have_count(1)
    page.get_by_text("NL", exact=True).click()
    expect(proof).to_contain_text("Niet bewezen")
    summary.click()
    expect(proof).to_have_count(0)
    assert page.noise.errors == []
