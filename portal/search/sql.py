"""The two functions the index is built on.

Chinese has no spaces and most words have two characters, so a text is known by its pairs of neighbouring
characters. A record's area is one more token: the index answers "these words in these areas" by itself.
The cost keeps the planner from ever calling the functions row by row instead of asking the index; the search
path is fixed because VACUUM and ANALYZE run without one; parallel workers take longer to start than a search.
"""

BIGRAMS = """
CREATE OR REPLACE FUNCTION search_bigrams(source text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 10000 AS $$
DECLARE
    tokens text[] := '{}';
    symbol text;
    previous text := ' ';
    length_of_run int := 0;
BEGIN
    FOREACH symbol IN ARRAY string_to_array(source || ' ', NULL) LOOP
        IF symbol ~ '\\s' THEN
            IF length_of_run = 1 THEN
                tokens := tokens || previous;
            END IF;
            length_of_run := 0;
        ELSE
            IF length_of_run > 0 THEN
                tokens := tokens || (previous || symbol);
            END IF;
            length_of_run := length_of_run + 1;
        END IF;
        previous := symbol;
    END LOOP;
    RETURN tokens;
END $$
"""

TOKENS = """
CREATE OR REPLACE FUNCTION search_tokens(area bigint, source text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN search_bigrams(coalesce(source, '')) || ('a:' || area);
END $$
"""

DROP = """
DROP FUNCTION IF EXISTS search_tokens(bigint, text);
DROP FUNCTION IF EXISTS search_bigrams(text)
"""
