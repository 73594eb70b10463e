"""What an office program makes of the presentation; runs where LibreOffice is."""

import shutil
import subprocess

import pytest

from geo.exports.deck import Bar, Deck, Figure, Slide
from geo.exports.slides import slides

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_every_slide(drawing, tmp_path):
    bars = [Bar(f"Rayon {k}", k % 8, 90.0 + k, 100.0, f"{90 + k} u") for k in range(12)]
    overview = Slide(
        "overview", "Twaalf rayons", figures=[Figure("12", "klanten")], bars=bars, drawings=[("", drawing)]
    )
    own = Slide("territory-1", "Rayon 1", colour=1, bars=bars, chosen=0, drawings=[("", drawing)])
    file = tmp_path / "deck.pptx"
    file.write_bytes(slides(Deck("Plan", "Voorjaar", "nl", [overview, own])))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    made = (tmp_path / "deck.pdf").read_bytes()
    assert made.count(b"/Type/Page/") + made.count(b"/Type/Page\n") + made.count(b"/Type/Page ") == 2
