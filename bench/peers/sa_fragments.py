"""Packs the fragment contributions of RDKit's SA score into src/domains/molecules/properties/sa_fragments.bin.gz, and writes
what the original computes to tests/golden/sa_score.json.

Needs Debian's python3-rdkit and rdkit-data (2022.09.3):
    /usr/bin/python3 bench/peers/sa_fragments.py [tests/golden/chem.json.gz]
"""

import gzip
import hashlib
import json
import pickle
import sys

FOLDER = "/usr/share/RDKit/Contrib/SA_Score"
SHA256 = "12556931eb2b909c099639dd866e5a85cb68bb2b4e3433ea6de0e267f9afd077"


def varints(numbers):
    out = bytearray()
    for number in numbers:
        while number >= 128:
            out.append(number & 127 | 128)
            number >>= 7
        out.append(number)
    return bytes(out)


with open(f"{FOLDER}/fpscores.pkl.gz", "rb") as file:
    packed = file.read()
assert hashlib.sha256(packed).hexdigest() == SHA256
scores = {}
for score, *fragments in pickle.loads(gzip.decompress(packed)):
    for fragment in fragments:
        scores[fragment] = round(float(score) * 10000)
        assert abs(scores[fragment] / 10000 - float(score)) < 1e-12
ids = sorted(scores)
lowest = min(scores.values())
gaps = [b - a for a, b in zip([0] + ids, ids)]
content = varints([len(ids), -lowest]) + varints(gaps) + varints(scores[i] - lowest for i in ids)
with open("src/domains/molecules/properties/sa_fragments.bin.gz", "wb") as file:
    file.write(gzip.compress(content, 9, mtime=0))
print(len(ids), lowest, max(scores.values()), len(content))

if len(sys.argv) > 1:
    from rdkit import Chem

    sys.path.append(FOLDER)
    import sascorer

    with gzip.open(sys.argv[1]) as file:
        golden = json.load(file)
    rows = []
    for part, step in {"qm9": 16, "zinc250k": 4, "perturbed": 1}.items():
        for smiles, canonical, *_ in golden[part][::step]:
            molecule = canonical and Chem.MolFromSmiles(smiles)
            if molecule:
                rows.append([smiles, sascorer.calculateScore(molecule)])
    with open("tests/golden/sa_score.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
    print(len(rows))
