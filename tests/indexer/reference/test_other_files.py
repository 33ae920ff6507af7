"""Communes, trainings and synonyms: what is taken, what is refused and why, and what is another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.places.communes import STARTER
from indexer.reference.communes import read_communes
from indexer.reference.synonyms import EscoOccupations, EscoSkills, GenderPairs, Keywords, read_synonyms
from indexer.reference.tables import ReferenceFileError
from indexer.reference.trainings import read_trainings
from tests.indexer.reference import official_files as files
from tests.starter import starter_communes


def test_the_starters_communes_are_a_list_of_communes() -> None:
    listed, tally = read_communes(STARTER)
    assert {commune.insee: commune for commune in listed.communes} == starter_communes().communes
    assert not tally.refused


def test_old_names_of_communes_are_read_where_the_file_has_them(tmp_path: Path) -> None:
    header, rest = files.COMMUNES.split("\n", 1)
    old = "16046,Coteaux-du-Blanzacais,16250,16,Charente,75,x,1000,45.4,0.0,Blanzac-Porcheresse | Cressac"
    rows = "".join(f"{row},\n" for row in rest.splitlines())
    listed, tally = read_communes(files.write(tmp_path / "communes.csv", f"{header},anciens_noms\n{rows}{old}\n"))
    assert not tally.refused
    assert listed.communes[-1].old_names == ("Blanzac-Porcheresse", "Cressac")
    assert listed.communes[0].old_names == ()


def test_communes_that_cannot_be_taken_are_counted(tmp_path: Path) -> None:
    bad = (
        "ABC,Nulle part,64000,64,x,75,x,1,43,0\n"
        "64446,,64000,64,x,75,x,1,43,0\n"
        "64445,Pau,64000,64,x,75,x,1,43,0\n"
        "64447,Ici,640,64,x,75,x,1,43,0\n"
        "64448,Ici,64000,64,x,75,x,beaucoup,43,0\n"
        "64449,Ici,64000,64,x,75,x,1,nan,0\n"
        "64450,Ici\n"
    )
    good = "".join(f"6400{number},Village {number},64000,64,x,75,x,1,43,0\n" for number in range(6))
    listed, tally = read_communes(files.write(tmp_path / "communes.csv", files.COMMUNES + good + bad))
    assert len(listed.communes) == tally.kept == 9
    reasons = "insee_code commune_without_name repeated postcodes population coordinates row_of_another_length"
    assert tally.refused == dict.fromkeys(reasons.split(), 1)
    with pytest.raises(ReferenceFileError, match="most rows are refused"):
        read_communes(files.write(tmp_path / "communes.csv", files.COMMUNES + bad))


def test_sessions_are_read_with_either_separator_and_either_language(tmp_path: Path) -> None:
    english = files.SESSIONS.replace(
        "intitule;organisme;lieu;date_debut;date_fin;codes_rome;competences;niveau;lien",
        "title;organisation;place;starts_on;ends_on;rome_codes;skills;level;link",
    )
    read = [
        read_trainings(files.write(tmp_path / "sessions.csv", text))
        for text in (files.SESSIONS, files.SESSIONS.replace(";", ","), english)
    ]
    assert read[0] == read[1] == read[2]
    kind, trainings, _ = read[0]
    (training,) = trainings.trainings
    assert kind == "session"
    assert (training.starts_on, training.ends_on) == ("2027-09-01", "2027-12-15")
    assert training.jobs == ("H2914", "H2902")
    assert training.skills == ("soudage TIG", "lecture de plans")
    assert training.level == 3


def test_sessions_that_cannot_be_taken_are_counted(tmp_path: Path) -> None:
    bad = (
        ";AFPA;Pau;;;H2913;;;\n"
        "a;AFPA;Pau;;;;;;\n"
        "b;AFPA;Pau;;;SOUDEUR;;;\n"
        "c;AFPA;Pau;31/02/2027;;H2913;;;\n"
        "d;AFPA;Pau;2027-02-01;2027-01-01;H2913;;;\n"
        "e;AFPA;Pau;;;H2913;;neuf;\n"
        "f;AFPA;Pau;;;H2913;;;javascript:alert(1)\n"
        "f;AFPA;Pau;;;H2913;;;http://[\n"
        "g;AFPA\n"
        "Soudage TIG;afpa;Pau;2027-09-01;;H2913;;;\n"
    )
    good = "".join(f"Formation {number};AFPA;Pau;;;H2913;;;\n" for number in range(9))
    tally = read_trainings(files.write(tmp_path / "sessions.csv", files.SESSIONS + good + bad))[2]
    once = "without_title without_job_or_skill rome_code date dates level row_of_another_length repeated"
    assert tally.refused == {**dict.fromkeys(once.split(), 1), "link": 2}
    assert tally.kept == 10


def test_certifications_are_read_and_a_bad_line_is_counted(tmp_path: Path) -> None:
    lines = [
        files.certification("RNCP1"),
        files.certification("RNCP2", romes=[{"code": "N11"}, {"code": "H2902"}, None], niveau_europe=None),
        files.certification("RNCP3", romes=None, blocs_competences=None),
        files.certification("RNCP1"),
        files.certification("TITRE"),
        files.certification("RNCP4", fin_validite="soon"),
        files.certification("RNCP5", intitule=""),
        '{"code_rncp": \n',
    ]
    good = [files.certification(f"RNCP1{number}") for number in range(5)]
    kind, trainings, tally = read_trainings(files.write(tmp_path / "rncp.jsonl", "".join([*lines, *good])))
    first, second, fourth = trainings.trainings[:3]
    assert kind == "certification"
    assert (first.ends_on, first.level, first.jobs) == ("2024-08-31", 3, ("H2913",))
    assert (second.jobs, second.level) == (("H2902",), 0)
    assert fourth.ends_on == ""
    reasons = "without_job_or_skill repeated rncp_code without_title bad_json"
    assert tally.refused == dict.fromkeys(reasons.split(), 1)
    assert (tally.read, tally.kept) == (13, 8)


SYNONYMS = {
    "gender-pairs": ("\ufeffLEMME;FLEXION\nacheteur;acheteuse\nacteur;actrice\n;vide\n", GenderPairs),
    "keywords": ('mot_cle\tnb_offres\nrigueur\t2755\n"cité\t3\nzéro\tx\n', Keywords),
    "esco-occupations": (
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
        'Occupation,http://data.europa.eu/esco/occupation/1,8121,soudeur/soudeuse,"soudeur\nsoudeuse",\n'
        "Occupation,http://data.europa.eu/esco/occupation/2,8121,,,\n"
        "Occupation,http://data.europa.eu/esco/occupation/3,8121,maçon,,\n",
        EscoOccupations,
    ),
    "esco-skills": (
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description\n"
        "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,cross-sector,souder,,\n"
        "KnowledgeSkillCompetence,nowhere,skill/competence,cross-sector,meuler,,\n"
        "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/2,skill/knowledge,cross-sector,soudage,,\n",
        EscoSkills,
    ),
}


@pytest.mark.parametrize("kind", SYNONYMS)
def test_a_file_of_synonyms_is_recognised_by_its_header(tmp_path: Path, kind: str) -> None:
    text, form = SYNONYMS[kind]
    found, dataset, tally = read_synonyms(files.write(tmp_path / "synonyms.txt", text))
    assert found == kind
    assert isinstance(dataset, form)
    assert (tally.read, tally.kept, tally.refused.total()) == (3, 2, 1)


def test_the_other_labels_of_esco_are_lines(tmp_path: Path) -> None:
    dataset = read_synonyms(files.write(tmp_path / "esco.csv", SYNONYMS["esco-occupations"][0]))[1]
    assert isinstance(dataset, EscoOccupations)
    assert dataset.occupations[0].others == ("soudeur", "soudeuse")


@pytest.mark.parametrize("read", [read_communes, read_trainings, read_synonyms])
@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"[]", b'{"a": 1}', b"\0\0\0"])
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, read: object, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ReferenceFileError, match=r"expected .*\.$"):
        read(path)  # type: ignore[operator]
    with pytest.raises(ReferenceFileError, match="There is no file"):
        read(tmp_path / "nowhere")  # type: ignore[operator]
    with pytest.raises(ReferenceFileError, match="cannot be read"):
        read(tmp_path)  # type: ignore[operator]


def test_files_as_they_are_published_are_read_whole() -> None:
    """The real ones say what was refused when they are imported: `estey reference import … --json`."""
    tallies = [read_communes(files.SMALL_COMMUNES)[1], read_trainings(files.SMALL_CERTIFICATIONS)[2]]
    tallies += [read_synonyms(path)[2] for path in sorted(files.SMALL_SYNONYMS.iterdir())]
    assert len(tallies) == 6
    for tally in tallies:
        assert tally.read == tally.kept > 3
        assert not tally.refused
