internal import Notebooks
internal import Sessions
