"""控辍保学一生一案: from a folder of papers to a checked, finished dossier.

The rooms in flow order, as folders sorted by the alphabet cannot show them. A room may enter those above it as the
table in tests/test_architecture.py says, by their front door; that table keeps the order of this list.

    ground: nouns, errors, files, processes
      model         the nouns, one file a stage: frozen values that the rooms hand to each other
      errors        what can stop a run: error tree, exit codes
      findings      every rule: id, level, words; `found()` makes a Finding
      files         YAML with all its mistakes, writes that are whole or not at all, names, hashes, stores
      terminal      words, widths, progress; the log of a bug
      processes     workers with limits, outside programs
      pages         a page as a person sees it
      typeset       Word → PDF: docx/ → layout/ → drawing/, fonts/; knows nothing of cases
      ofd           OFD (GB/T 33190) → PDF; knows nothing of cases
    check: a folder becomes a judgement
      specs         evidence_specs/ → papers, categories, thresholds, names of papers
      workspace     a folder on disk → roster, visits, settings, decisions; no judgement
      evidence      one look at each file → what it is; reading/ → what stands on its pages
      facts         PURE: roster × decisions × readings → one value a field, its source, what else was said
      review        PURE: facts × specs → a judgement, one module a family of rules
      check         those steps in order; what --case means; what is remembered
      report        a judgement → text, JSON, html, xlsx
    build: a judgement becomes a dossier
      plan          PURE: items, sheets, numbers, sides
      forms         plan → filled Word forms
      pdf           a writer that obeys the plan
      word          a writer that obeys the plan
      filing        manifest, swap, verify: what stands finished on the disk
      build         those steps in order; one case a worker
    beside: each stands on the same values
      printroom     finished dossiers → boxes, lists, labels, the printer
      sorting       a heap of papers → proposals → copies in case folders
      county        lists compared, many units as one, samples, inspections
      letters       facts → letters with numbers, their register, what is due
      ledger        states → months, ledgers, deadlines; closed months are records
      cabinet       numbers for good, filed dossiers, late papers, archive, sharing
      demo          an invented workspace; the pen for all drawn papers
      desk          the whole job in a browser of this machine; decides nothing itself
    front: words in, exit codes out
      commands      one verb a file
      commandline   arguments, options and help of each command
"""

__version__ = "0.1.0"
