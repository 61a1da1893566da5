"""All training sources, harmonised.

Enters: the data folder. Leaves: documents by source name. Only sources whose
licence allows training are read; gold/dev is read for one thing only, to leave
its sentences out of the silver data.
"""

from . import conll, docred, gmb, gold, harmonise, re3d

OTHERS = {
    "wikigold": conll.wikigold, "wnut17": conll.wnut17, "btc": conll.btc,
    "crossner": conll.crossner, "sec-filings": conll.sec_filings,
    "docred": docred.docred, "re3d": re3d.re3d,
}


def load(data):
    """Source name to documents."""
    out = {"gold": gold.gold(data)}
    dev = [gold.to_doc(doc) for doc in gold.raw(data, "dev")]
    dev_keys = {gmb.key(s.words) for doc in dev for s in doc.sents}
    dev_keys = {k for k in dev_keys if len(k) > 20}
    known = dev_keys | {gmb.key(s.words) for doc in out["gold"] for s in doc.sents}
    silver = gmb.sentences(data)
    words = harmonise.lexicon(out["gold"], silver)
    for sent in silver:
        harmonise.tidy(sent)
    types = harmonise.majority_types(silver) | harmonise.name_types(out["gold"])
    for name, read in OTHERS.items():
        out[name] = read(data)
    out["gmb"] = gmb.gmb(data, known)
    for name, docs in out.items():
        if name == "gold":
            continue
        for doc in docs:
            doc.sents = [s for s in doc.sents if s.words and gmb.key(s.words) not in dev_keys]
            for sent in doc.sents:
                harmonise.tidy(sent)
                if name == "gmb":
                    harmonise.correct_silver(sent, types, words)
                harmonise.mask_norp(sent, words)
                harmonise.mask_us_title(sent)
        out[name] = [doc for doc in docs if doc.sents]
    return out
