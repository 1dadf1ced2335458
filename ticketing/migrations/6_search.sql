-- What procedures are found by: their names and everyday words, folded (no accents,
-- đ = d), for FTS5 alone folds no đ. Derived: never in the journal.
CREATE VIRTUAL TABLE procedure_words USING fts5 (name, everyday);
INSERT INTO procedure_words (procedure_words, rank) VALUES ('rank', 'bm25(4.0, 2.0)');
CREATE VIRTUAL TABLE known_words USING fts5vocab (procedure_words, row);
INSERT INTO procedure_words (rowid, name, everyday)
    SELECT ref, folded(sheet ->> '$.name.vi' || ' ' || ifnull(sheet ->> '$.name.en', '')),
        folded(sheet ->> '$.keywords') FROM procedures;
CREATE TRIGGER procedure_found AFTER INSERT ON procedures BEGIN
    INSERT INTO procedure_words (rowid, name, everyday) VALUES (new.ref,
        folded(new.sheet ->> '$.name.vi' || ' ' || ifnull(new.sheet ->> '$.name.en', '')),
        folded(new.sheet ->> '$.keywords'));
END;
CREATE TRIGGER procedure_renamed AFTER UPDATE OF sheet ON procedures BEGIN
    UPDATE procedure_words SET name = folded(new.sheet ->> '$.name.vi' || ' ' || ifnull(new.sheet ->> '$.name.en', '')),
        everyday = folded(new.sheet ->> '$.keywords') WHERE rowid = new.ref;
END;
CREATE TRIGGER procedure_gone AFTER DELETE ON procedures BEGIN
    DELETE FROM procedure_words WHERE rowid = old.ref;
END;
