"""What a visitor does with what lies over the map."""

import re

import numpy as np

INK = """() => {
    const canvas = document.querySelector("canvas.rayon-points");
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return data.some((value) => value > 0);
}"""
HITS = "[...document.querySelectorAll('.rayon-hit')].map((row) => row.querySelector('.rayon-hit-name').textContent)"


def switch(frame, name, on):
    if frame.locator(".rayon-card").is_hidden():
        frame.click(".rayon-layers button")
    frame.set_checked(f"input[name={name}]", on)


def view(frame, lat, lon, zoom):
    frame.evaluate(
        "([lat, lon, zoom]) => rayon.frame.map.setView([lat, lon], zoom, {animate: false})", [lat, lon, zoom]
    )


def asked_for(page, pattern):
    asked = []
    page.on("request", lambda request: re.search(pattern, request.url) and asked.append(request.url))
    return asked


def click_customer(page, frame, layered):
    """Click a customer that has the ground around it for itself, and return its row."""
    proposal = layered.desk.proposal
    table = proposal.customers.table
    keys = set(proposal.plan.overrides)
    for row in np.argsort(-proposal.weights, kind="stable"):
        apart = np.sort(np.linalg.norm(proposal.points - proposal.points[row], axis=1))[1]
        if apart > 800 and table["key"].iloc[row] not in keys:
            break
    view(frame, float(table["lat"].iloc[row]), float(table["lon"].iloc[row]), 13)
    box = frame.frame_element().bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2)
    frame.wait_for_selector(".rayon-why-card")
    return int(row)


def touched(page):
    """Let a page be one that is touched: no mouse, but fingers."""
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
