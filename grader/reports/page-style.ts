/** How the pages look: on a screen, on a phone, on paper, by day and by night. */
export const pageStyle = `
:root {
  --ground: #ffffff; --raised: #f4f5f7; --edge: #c6cad0; --text: #1b1f24; --quiet: #555d67;
  --good: #0b5394; --bad: #a63200; --link: #0b5394;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1f242a; --edge: #454d57; --text: #e4e7eb; --quiet: #a5aeb9;
    --good: #86bfff; --bad: #ffa27a; --link: #86bfff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text); line-height: 1.5;
  font-family: system-ui, sans-serif; overflow-wrap: anywhere;
}
main { max-width: 110rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
p, pre, ul { max-width: 55rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; border-top: 1px solid var(--edge); padding-top: 1rem; }
a { color: var(--link); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 0.5rem 1.5rem; }
dt { color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; }
pre {
  margin: 0.5rem 0; padding: 0.6rem 0.8rem; background: var(--raised); border-radius: 4px;
  white-space: pre-wrap; overflow-x: auto; font: 0.9rem/1.5 ui-monospace, monospace;
}
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.95rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; overflow-wrap: normal; }
thead th { border-bottom: 1px solid var(--edge); color: var(--quiet); font-weight: 600; }
tbody th { font-weight: inherit; }
th.whole, td.whole { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
ul.checks { list-style: none; padding: 0; margin: 0.5rem 0; }
.points { font-size: 1.2rem; font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.quiet { color: var(--quiet); }
.warning { border-left: 4px solid var(--bad); padding: 0.25rem 0.8rem; margin: 0.5rem 0; background: var(--raised); }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); }
@media print {
  :root { --ground: #ffffff; --raised: #ffffff; --edge: #999999; --text: #000000; --quiet: #444444; --good: #0b5394; --bad: #a63200; --link: #000000; }
  main { max-width: none; padding: 0; }
  pre { border: 1px solid var(--edge); }
  h2 { break-after: avoid; }
  pre, tr { break-inside: avoid; }
}
`;
