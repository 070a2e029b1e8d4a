"""Routes on models: the two lists, one model, pull, delete."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .answers import Refused, json_answer
from .inference_routes import find_model
from .pull import model_path
from .pull_routes import PullEndpoint
from .state import Runner
from .store import ModelNotFound, StoredModel


def model_routes(runner: Runner) -> Sequence[BaseRoute]:
    routes = ModelRoutes(runner)
    lists = [
        route
        for prefix in ("/engines", "/engines/{engine}")
        for route in (
            Route(f"{prefix}/v1/models", routes.openai_list, methods=["GET"]),
            Route(f"{prefix}/v1/models/{{name:path}}", routes.openai_one, methods=["GET"]),
        )
    ]
    return [
        *lists,
        Route("/models/create", PullEndpoint(runner), methods=["POST"]),
        Route("/models", routes.docker_list, methods=["GET"]),
        Route("/models/{name:path}", routes.docker_one, methods=["GET"]),
        Route("/models/{name:path}", routes.delete, methods=["DELETE"]),
        Route("/models/{name:path}", routes.act, methods=["POST"]),
    ]


class ModelRoutes:
    """The endpoints, over one runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    async def openai_list(self, _request: Request) -> Response:
        entries = [model.to_openai() for model in self._runner.store.all()]
        return json_answer({"object": "list", "data": entries})

    async def openai_one(self, request: Request) -> Response:
        return json_answer(find_model(self._runner, request.path_params["name"]).to_openai())

    async def docker_list(self, _request: Request) -> Response:
        return json_answer([model.to_docker() for model in self._runner.store.all()])

    async def docker_one(self, request: Request) -> Response:
        try:
            model = self._runner.store.find_partly(request.path_params["name"])
        except ModelNotFound as error:
            raise Refused(404, str(error)) from error
        return json_answer(model.to_docker())

    async def delete(self, request: Request) -> Response:
        try:
            model = self._runner.store.find(request.path_params["name"])
        except ModelNotFound as error:
            text = str(error).replace("getting", "deleting", 1)
            raise Refused(404, text) from error
        self._runner.store.remove(model)
        self._delete_pulled(model)
        return json_answer([{"Untagged": model.tag}, {"Deleted": model.identity}])

    async def act(self, request: Request) -> Response:
        action = request.path_params["name"].rpartition("/")[2]
        raise Refused(404, f'unknown action "{action}"')

    def _delete_pulled(self, model: StoredModel) -> None:
        """A file that we pulled goes; a file that the user gave stays."""
        if model.path == model_path(self._runner.cache_directory):
            model.path.unlink(missing_ok=True)
