"""Words that the walks over all models and their samples have in common."""

MODULE = "ar_centralized_payments"
#: Stands for the id of a record of others, of the model that follows.
OTHERS = "@"
