#include "briefing/parts.hpp"

namespace slackwater::report {

// Screen first, then narrow screens, then paper. Colour only repeats what words and dashes say.
std::string_view briefing_style() {
  return R"css(
:root{color-scheme:light;--ink:#1f2933;--soft:#52606d;--rule:#d9dee4;--accent:#0072b2;--tint:#f1f6fa;
--better:#00684a;--worse:#a13d00}
*{box-sizing:border-box}
html{background:#eceff2;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:900px;background:#fff;color:var(--ink);padding:44px 48px 40px;
font:14px/1.45 "Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans Condensed","DejaVu Sans",sans-serif;font-size-adjust:.519;
box-shadow:0 1px 3px rgba(31,41,51,.16);counter-reset:part}
h1{font-size:27px;line-height:1.18;letter-spacing:-.01em;margin:0 0 8px;text-wrap:balance}
h2{font-size:16px;line-height:1.25;margin:26px 0 8px;break-after:avoid}
h3{font-size:13px;line-height:1.3;margin:14px 0 4px;break-after:avoid}
h3 .soft{font-weight:400}
section>h2::before{counter-increment:part;content:counter(part) ". ";color:var(--accent)}
p{margin:0 0 8px}
.question{font-size:16.5px;color:var(--ink);margin:0 0 6px}
.meta,.soft{color:var(--soft)}
.meta{font-size:12px;margin-bottom:16px}
.soft{font-size:.93em;font-weight:400}
.answer{background:var(--tint);border-left:4px solid var(--accent);padding:14px 18px 12px}
.answer h2{margin:0 0 6px;color:var(--accent)}
.answer p{font-size:15px;line-height:1.45;margin-bottom:7px}
.answer p data.n{font-weight:700}
.future{color:var(--accent)}
ul,ol{margin:0 0 8px;padding-left:18px}
li{margin-bottom:3px}
.better{color:var(--better)}.worse{color:var(--worse)}.same,.other{color:var(--soft)}
.legend{list-style:none;margin:0 0 10px;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:2px 20px;font-size:12.5px}
.swatch{vertical-align:middle;margin-right:7px;flex:none}
.swatch.blank{display:inline-block;width:26px}
.whole,.order,.moves li{break-inside:avoid}.alike{font-size:12.5px}
.charts{display:grid;grid-template-columns:1fr 1fr;gap:12px 26px}
figure{margin:0;break-inside:avoid}
svg.chart{display:block;width:100%;height:auto;overflow:visible}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:12.5px;font-variant-numeric:tabular-nums}
th,td{padding:3px 8px 3px 0;text-align:right;vertical-align:baseline}
th{font-weight:600}
thead th{color:var(--soft);font-weight:600;border-bottom:1px solid var(--ink);vertical-align:bottom;font-size:12px}
th:first-child,.t,table.text th,table.text td{text-align:left}
.facts .t{text-align:left;padding:3px 6px 3px 0}.facts .v{padding-right:10px}.facts td+.v,.facts th+th.v{padding-left:8px}
.facts .over th{color:var(--accent);text-align:left;border-bottom:0;padding:3px 0 0 8px}
.facts{font-size:12px}.facts tbody th{white-space:nowrap}
tr{break-inside:avoid}
tbody tr+tr>*{border-top:1px solid #eef1f4}
tr.first>*,tr.group+tr>*{border-top:1px solid var(--rule)!important}
tr.group th{text-align:left;color:var(--accent);padding-top:9px}
tbody:first-of-type tr.group th{padding-top:5px}
table.wide tbody th{max-width:150px;vertical-align:top}
td.when{color:var(--soft)}
.wide td span{font-size:.9em;white-space:nowrap}
.wide thead .swatch{display:block;margin:0 0 3px auto}
.wide td data.n{font-weight:600}
.wide.many{font-size:11px}
.facts td{white-space:nowrap}.facts thead th{vertical-align:bottom}
.claims,.assumptions{list-style:none;padding:0;columns:2;column-gap:26px}
.claims li,.assumptions li{break-inside:avoid;margin-bottom:7px}
.assumptions{font-size:12.5px}.assumptions li{margin-bottom:5px}
.claims .better,.claims .worse{margin-right:4px}
.levers{list-style:none;padding:0;columns:2;column-gap:26px;font-size:12.5px}.levers li{break-inside:avoid;margin-bottom:4px}
.levers .value{color:var(--accent)}
.assumptions.long{columns:1;font-size:12px}.assumptions.long p{margin-bottom:5px}.assumptions .range{color:var(--soft)}
.moves,.chains{padding-left:0;list-style:none}.order p{margin-bottom:3px}.moves{font-size:12.5px}.chains li{margin-bottom:6px}
.diagram{margin:4px 0 12px}.diagram svg{display:block;max-width:100%;height:auto}
.facts.futures td{white-space:normal}.facts.futures.many{font-size:11px}
.searches{list-style:none;padding:0;font-size:12.5px}.searches.several{columns:2;column-gap:26px}.searches li{break-inside:avoid}
.charts>ul{align-self:center}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 26px}.pair>*,.charts>*{min-width:0}.pair .charts{grid-template-columns:1fr}
code{font:.92em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
.definitions{margin-top:7px;font-size:11.5px}
.repeat{font-size:12.5px;overflow-wrap:anywhere}
.repeat span{margin-right:14px}.repeat i{font-style:normal;color:var(--soft)}
footer{margin-top:26px;padding-top:8px;border-top:1px solid var(--rule);color:var(--soft);font-size:11.5px}
@media (max-width:860px){
body{padding:32px 28px}
.facts{font-size:11px}.facts td{white-space:normal}
}
@media (max-width:680px){
body{padding:22px 18px;box-shadow:none}
h1{font-size:23px}
.charts,.legend,.pair{grid-template-columns:1fr}
.claims,.assumptions,.levers,.searches.several{columns:1}
.charts{gap:18px}
.scroll{margin-right:-18px;padding-right:18px}
table.wide,table.facts{min-width:620px}.diagram svg{max-width:none}
}
@media print{
@page{size:A4;margin:8.5mm 13mm 10.5mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt Helvetica,Arial,sans-serif;color:#52606d}}
html{background:#fff}
body{max-width:none;padding:0;box-shadow:none;font-size:8.5pt;line-height:1.34;print-color-adjust:exact;-webkit-print-color-adjust:exact}
h1{font-size:17pt;margin-bottom:4pt}
h2{font-size:10.4pt;margin:4pt 0 1.6pt}h3{font-size:8.6pt;margin:5pt 0 2pt}
.begins{break-before:page}.sheet[data-sheet="3"]{font-size:7.9pt}.begins>section:first-child>h2{margin-top:0}.on-screen,.brief .formula,.brief .note,.brief code{display:none}
.question{font-size:10.4pt}.meta{font-size:7.6pt;margin-bottom:7pt}
.answer{padding:7pt 10pt 6pt}
.answer p{font-size:9.3pt;line-height:1.38;margin-bottom:4pt}
.legend{font-size:7.8pt;gap:0 14pt;margin-bottom:5pt}
.charts{gap:4pt 17pt}
table,.repeat{font-size:7.5pt}.wide.many{font-size:6.5pt}.wide.many th,.wide.many td{padding-right:2.5pt}thead th{font-size:7.4pt}
th,td{padding:.7pt 5pt .7pt 0;line-height:1.25}.facts .t{padding:.9pt 3pt .9pt 0}.facts{font-size:7.3pt}.facts.futures.many{font-size:6.4pt}.facts.futures.many td{white-space:nowrap}.facts.futures.many th,.facts.futures.many td{padding:.2pt 3pt .2pt 0}.alike{font-size:7.3pt}
.wide.measures{font-size:7.2pt}.wide.measures.many{font-size:6.5pt}
tr.group th{padding-top:3pt}
.claims{font-size:7.5pt}.claims li{margin-bottom:1.8pt}.claims .soft{font-size:6.8pt}.levers{font-size:7.3pt;column-gap:17pt}.levers li{margin-bottom:1.6pt}
.assumptions{font-size:7.3pt}.assumptions li{margin-bottom:2.2pt}.assumptions.long{font-size:6.05pt;line-height:1.22}.assumptions.long p{margin-bottom:1.5pt}.assumptions.long .range{display:none}
.assumptions.vast{font-size:5.7pt;line-height:1.19}.claims.many{columns:3;column-gap:12pt;font-size:6.9pt}.claims.many .soft{font-size:6.1pt}
.moves,.searches{font-size:7.4pt}.moves li{margin-bottom:.8pt}.searches.several{font-size:6.8pt}.searches.several .where,.searches.several code,.brief .instead,.claims.many .note{display:none}
.wide.measures tbody th{max-width:none}[data-section=why] p.soft{break-after:avoid}.chains{font-size:8.2pt}.pair{gap:0 17pt}.diagram{margin:0 0 2pt}.diagram svg{max-height:52pt;width:auto}
ul,ol{margin-bottom:4pt}li{margin-bottom:1.5pt}p{margin-bottom:4pt}
.definitions{font-size:6.6pt}footer{font-size:7pt}
.scroll{overflow:visible}
footer{margin-top:5pt;padding-top:3pt}
}
)css";
}

}  // namespace slackwater::report
