"""Names that look like markup, and worse."""

import autoviz as av

with av.record() as rec:
    names = '<b onload="x()">&amp;', 'a\x00b\x1b[31m\u202egnp.exe', '漢字🎈', 'long ' * 40
    a, b, c, d = (av.tensor(2.0, requires_grad=True).named(name) for name in names)
    out = (a*b + c*d).named(']]>--><!-- </svg>')
    out.backward()
