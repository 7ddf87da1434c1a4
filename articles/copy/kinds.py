"""By what words copy says what kind of work it means."""

KIND_WORDS = {
    "film": {"film", "films", "movie", "movies", "thriller", "영화", "映画"},
    "series": {
        "series",
        "drama",
        "dramas",
        "show",
        "episode",
        "episodes",
        "season",
        "k-drama",
        "드라마",
        "ドラマ",
    },
    "novel": {"novel", "novels", "book", "bestseller", "소설", "小説"},
}
KIND_WORDS["show"] = KIND_WORDS["series"] | {"program", "programme", "예능"}
ON_PAPER = {"novel", "book"}
