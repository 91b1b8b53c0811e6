/** How the report looks: light or dark as the reader's machine is set, and in one column on a phone. */

export const REPORT_STYLE = `
:root {
  --paper: #ffffff; --panel: #f4f6f8; --ink: #1f2933; --quiet: #5a6673; --line: #d9dfe5; --usual: #9aa7b4;
  --blue: #0072b2; --good: #16704a; --fair: #8a5a00; --bad: #b03a0e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --panel: #1e242a; --ink: #e6eaee; --quiet: #a3aeb9; --line: #343d46; --usual: #63707d;
    --blue: #58b4ea; --good: #5cc795; --fair: #e2b04a; --bad: #f08a5d;
  }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
.product { color: var(--quiet); font-size: 0.875rem; }
h1 { font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; line-height: 1.3; margin-bottom: 0.75rem; }
section { margin-top: 2.25rem; }
.quiet, footer { color: var(--quiet); font-size: 0.875rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 0.75rem; overflow-wrap: anywhere; }

.frame { display: flex; align-items: center; justify-content: center; aspect-ratio: 1; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; padding: 6px; }
.frame img { width: 100%; height: 100%; object-fit: contain; image-rendering: pixelated; }

.verdict { display: grid; grid-template-columns: 9rem 1fr 15rem; gap: 1.5rem; align-items: start; margin-top: 1.5rem; }
.reading { line-height: 1; margin-bottom: 0.75rem; }
.reading strong { font-size: 4.5rem; font-weight: 700; margin-right: 0.5rem; }
.reading span { font-size: 1.5rem; color: var(--quiet); white-space: nowrap; }
.decision { font-weight: 600; margin-bottom: 0.25rem; }
.accept { color: var(--good); } .review { color: var(--fair); } .reject { color: var(--bad); }
.shares { list-style: none; padding: 0; font-size: 0.8125rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
.shares li { display: grid; grid-template-columns: 2.25rem 1fr 3.75rem; gap: 0.5rem; align-items: center; color: var(--quiet); }
.shares li > :last-child { text-align: right; }
.shares .best { color: var(--ink); font-weight: 600; }
.bar { height: 0.5rem; background: var(--panel); border-radius: 2px; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--usual); }
.best .bar i { background: var(--blue); }

.findings { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
.findings li { background: var(--panel); border-left: 4px solid var(--fair); border-radius: 4px; padding: 0.75rem 1rem; }
.mend { color: var(--quiet); }
.mend::before { content: "\\2192\\00a0\\00a0"; }

.steps { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1.25rem 1rem; }
figcaption { font-size: 0.8125rem; line-height: 1.4; color: var(--quiet); margin-top: 0.375rem; }
figcaption b { display: block; color: var(--ink); font-weight: 600; }

.measures { margin-top: 1rem; }
.measure { display: grid; grid-template-columns: 9rem 5.5rem 4.5rem 1fr 4.5rem 7.5rem; grid-template-areas: "label value low track high word"; column-gap: 0.75rem; align-items: center; padding: 0.375rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; font-size: 0.9375rem; }
.label { grid-area: label; } .value { grid-area: value; font-weight: 600; } .word { grid-area: word; }
.low { grid-area: low; text-align: right; } .high { grid-area: high; }
.low, .high { color: var(--quiet); font-size: 0.8125rem; white-space: nowrap; }
.place0 .word { color: var(--quiet); }
.place1 .word { color: var(--fair); font-weight: 600; }
.place2 .word { color: var(--bad); font-weight: 600; }
.track { grid-area: track; position: relative; height: 1rem; margin: 0 6px; background: linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat; }
.usual { position: absolute; top: calc(50% - 3px); height: 6px; min-width: 6px; background: var(--usual); border-radius: 3px; }
.dot { position: absolute; top: calc(50% - 7px); width: 14px; height: 14px; margin-left: -7px; border-radius: 50%; background: var(--blue); border: 2px solid var(--paper); }
.place1 .dot { background: var(--fair); } .place2 .dot { background: var(--bad); }

dl { display: grid; grid-template-columns: 6rem 1fr; gap: 0.25rem 1rem; font-size: 0.9375rem; }
dt { color: var(--quiet); }

@media (max-width: 40rem) {
  .verdict { grid-template-columns: 6.5rem 1fr; gap: 1rem; }
  .reading strong { font-size: 3.25rem; }
  .shares { grid-column: 1 / -1; }
  .steps { grid-template-columns: repeat(2, 1fr); }
  .measure { grid-template-columns: 4.75rem 3.5rem 1fr 6.5rem; grid-template-areas: "label label value word" "low track track high"; padding: 0.5rem 0; }
  .word { text-align: right; white-space: nowrap; }
}
`;
