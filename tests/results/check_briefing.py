"""Compares the numbers of a briefing with the results file that was written beside it.

    check_briefing.py BRIEFING.html RESULTS.h5

Every number that carries its origin is looked up in the file and must have the same bits; the text
beside it must be that number rounded to what is shown. The page must hold at least four indicators,
the baseline's ghost, every claim with its verdict, and nothing that runs or is fetched.
"""

import argparse
import html.parser
import re

import h5py
import numpy as np

MINUS = "\N{MINUS SIGN}"
NUMBER = re.compile(rf"{MINUS}?[\d,]*\.?\d+(e[+-]?\d+)?")
DRAWN = 6  # of more policies, charts show the baseline and five others
SECTIONS = ["answer", "charts", "indicators", "levers", "why", "uncertainty", "claims"]
SECTIONS += ["assumptions", "limits", "repeat"]
FETCHING = {"script", "iframe", "img", "link", "object", "embed", "audio", "video", "form"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.numbers, self.claims, self.charts, self.end_labels = [], {}, [], []
        self.sections, self.levers = [], set()
        self.open = None
        self.text = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert tag not in FETCHING, f"<{tag}> has no place in a briefing"
        for name, value in attributes.items():
            assert not name.startswith("on"), f"event handler {name}"
            assert name not in ("href", "src", "xlink:href"), f"{name}={value}"
        if tag == "data":
            self.open = (attributes, len(self.text))
        if "data-verdict" in attributes:
            self.claims[attributes["data-claim"]] = attributes["data-verdict"]
        if "data-section" in attributes:
            self.sections.append(attributes["data-section"])
        if "data-lever" in attributes:
            self.levers.add(attributes["data-lever"])
        if "data-indicator" in attributes:
            self.charts.append([attributes["data-indicator"], attributes["data-future"], []])
        if "data-end" in attributes:
            self.charts[-1][2].append(float(attributes["data-end"]))
        if "stroke-dasharray" in attributes and self.charts and self.sections[-1] == "charts":
            self.charts[-1].append((attributes["stroke"], attributes["stroke-dasharray"]))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "data":
            attributes, begin = self.open
            self.numbers.append((attributes, self.text[begin:]))


def shown_number(text):
    found = NUMBER.search(text)
    return float(found.group().replace(MINUS, "-").replace(",", "")) if found else None


def same(a, b):
    return a == b or (np.isnan(a) and np.isnan(b))


def plain(value):
    """One text for every spelling of a number: 0.80 and 0.8."""
    return re.sub(r"\d+\.?\d*(e[+-]?\d+)?", lambda found: repr(float(found[0])), value)


class Results:
    def __init__(self, file):
        self.file = file
        self.group = file["defaults"] if file.attrs["runs"] == "samples" else file
        self.policies = list(self.group["policy"].asstr())
        self.futures = list(self.group["future"].asstr())
        self.time = self.group["time"][()]
        self.baseline = file.attrs["baseline"]
        self.shares = set(np.atleast_1d(file.attrs.get("shares", [])))

    def dataset(self, name):
        for key, item in self.group.items():
            if isinstance(item, h5py.Dataset) and item.attrs.get("model_name", key) == name:
                return item
        raise KeyError(name)

    def series(self, name, policy, future):
        base, _, subscripts = name.partition("[")
        item = self.dataset(base)
        where = [self.policies.index(policy), self.futures.index(future), 0]
        for i, label in enumerate(subscripts.rstrip("]").split(",") if subscripts else []):
            where.append(list(item.dims[3 + i][0].asstr()).index(label))
        return item[tuple(where)], item.attrs.get("better", "")

    def metric(self, name, policy, future):
        where = (self.policies.index(policy), self.futures.index(future), 0)
        return self.dataset(name)[where]

    def made_up(self, name, policy, future):
        """When the loss against the baseline is made up for, worked out anew."""
        series, better = self.series(name, policy, future)
        against, _ = self.series(name, self.baseline, future)
        gain = (series - against) * (-1 if better == "down" else 1)
        unit = self.dataset(name.partition("[")[0]).attrs["units"]
        if not unit.endswith("/" + self.group["time"].attrs["units"]):
            return self.time[np.flatnonzero(gain < 0)[-1] + 1]
        area = np.concatenate([[0], np.cumsum((gain[1:] + gain[:-1]) / 2 * np.diff(self.time))])
        return self.time[np.flatnonzero(area < 0)[-1] + 1]

    def moved(self, name, policy, future):
        """When a policy first leaves the baseline by 5 % of the largest size that that has."""
        series, _ = self.series(name, policy, future)
        against, _ = self.series(name, self.baseline, future)
        away = np.abs(series - against) > 0.05 * np.nanmax(np.abs(against))
        return self.time[np.flatnonzero(away)[0]]

    def levers_that_differ(self):
        """Those that some policy sets otherwise than the baseline, by the settings as written."""
        values = {}
        keys = ("lever", "policy", "value", "model_value")
        settings = self.file["settings"] if "settings" in self.file else dict.fromkeys(keys, [])
        columns = [settings[key].asstr()[()] if len(settings[key]) else [] for key in keys]
        for lever, policy, value, default in zip(*columns):
            if policy:
                values.setdefault(lever, dict.fromkeys(self.policies, default))[policy] = value
        return {lever for lever, of in values.items() if len({plain(v) for v in of.values()}) > 1}

    def ahead(self, name, policy, future):
        """In how many samples the policy ends better than the baseline."""
        base, _, subscripts = name.partition("[")
        item = self.file[base]
        assert not subscripts
        f = self.futures.index(future)
        end = item[:, f, :, -1]
        gain = end[self.policies.index(policy)] - end[self.policies.index(self.baseline)]
        return np.sum(gain < 0 if item.attrs.get("better") == "down" else gain > 0)


def expected(results, a):
    kind, name = a["data-kind"], a["data-name"]
    policy, future = a.get("data-policy"), a.get("data-future")
    if kind == "series":
        series, _ = results.series(name, policy, future)
        at = np.flatnonzero(results.time == float(a["data-time"]))
        return series[at[0]] if len(at) else np.interp(float(a["data-time"]), results.time, series)
    if kind == "metric":
        return results.metric(name, policy, future)
    if kind == "dip":
        series, _ = results.series(name, policy, future)
        against, _ = results.series(name, results.baseline, future)
        return (series - against)[results.time == float(a["data-time"])][0]
    if kind == "made_up":
        return results.made_up(name, policy, future)
    if kind == "moved":
        return results.moved(name, policy, future)
    if kind == "share":
        claims = results.file["claims"]
        return claims["share"][list(claims["claim"].asstr()).index(name)]
    if kind == "ahead":
        return results.ahead(name, policy, future)
    if kind == "search":
        searches = results.file["searches"]
        return searches["value"][list(searches["search"].asstr()).index(name)]
    raise AssertionError(f"unknown kind of number: {kind}")


def check_number(results, attributes, text):
    if attributes["data-kind"] == "why":  # of a variable that need not be in the file
        assert np.isfinite(float(attributes["value"])), attributes
        return
    value, wanted = float(attributes["value"]), float(expected(results, attributes))
    if attributes["data-kind"] == "made_up":
        assert np.isclose(value, wanted, rtol=1e-9, atol=1e-12), (attributes, wanted)
    else:
        assert same(value, wanted), (attributes, wanted)
    shown = shown_number(text)
    if attributes["data-kind"] == "dip" or shown is None:
        return
    if attributes["data-kind"] in ("series", "metric"):
        is_share = attributes["data-name"].partition("[")[0] in results.shares
        assert is_share == ("%" in text), (attributes, text)
        value *= 100 if is_share else 1
    if attributes["data-kind"] == "share":
        value *= 100
        assert abs(shown - value) <= 1, (attributes, text)
    else:
        assert np.isclose(shown, value, rtol=5.1e-3, atol=5e-5), (attributes, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefing")
    parser.add_argument("results")
    arguments = parser.parse_args()
    page = Page()
    with open(arguments.briefing, encoding="utf-8") as file:
        source = file.read()
    assert "default-src 'none'" in source
    assert not re.search(r"url\(|@import|https?://", source), "nothing may be fetched"
    page.feed(source)

    with h5py.File(arguments.results) as file:
        results = Results(file)
        kinds = {}
        for attributes, text in page.numbers:
            check_number(results, attributes, text)
            kinds[attributes["data-kind"]] = kinds.get(attributes["data-kind"], 0) + 1
        assert page.sections == SECTIONS
        assert kinds["series"] >= 4 * min(len(results.policies), DRAWN), kinds
        assert page.levers == results.levers_that_differ()
        if "claims" in file:
            claims = file["claims"]
            meanings = claims["verdict"].attrs["flag_meanings"].split()
            wanted = dict(zip(claims["claim"].asstr(), (meanings[v] for v in claims["verdict"])))
            assert page.claims == wanted
        assert len(page.charts) <= 6
        assert len({chart[0] for chart in page.charts}) >= 4, "at least four indicators"
        for name, future, ends, *dashed in page.charts:
            assert "#767676" in [color for color, _ in dashed], (
                f"{name}: the baseline's ghost is missing"
            )
            wanted = [results.series(name, p, future)[0] for p in results.policies]
            wanted = [s[np.isfinite(s)][-1] for s in wanted if np.isfinite(s).any()]
            if len(results.policies) <= DRAWN:
                assert sorted(ends) == sorted(wanted), (name, future)
            else:
                assert set(ends) <= set(wanted), (name, future)
                assert len(ends) <= DRAWN, (name, future)
            dashes = [dash for _, dash in dashed]
            assert len(dashes) == len(set(dashes)), f"{name}: two lines look alike in grey"
    print(f"{len(page.numbers)} numbers agree: {kinds}; {len(page.charts)} charts")


if __name__ == "__main__":
    main()
