"""Text in, mentions out (regions, periods, indicators, quantities, names); mentions in, questions and facts out."""
