"""Routes on models: the two lists, one model, pull, delete."""

import json
from collections.abc import Sequence

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..runner.names import is_model_id
from .answers import Refused, json_answer
from .inference_routes import find_model
from .pull import model_path
from .pull_routes import PullEndpoint
from .state import Runner
from .store import ModelNotFound, StoredModel

_CONFLICT = (
    "error while deleting model: unable to delete {reference} (must be forced) due to multiple "
    "tag references: resource conflict"
)


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
        reference, forced = request.path_params["name"], request.query_params.get("force") == "true"
        if len(model.tags) > 1 and not is_model_id(reference):
            untagged = self._runner.store.untag(model, reference)
            self._keep_names(model)
            return json_answer([{"Untagged": untagged}])
        if len(model.tags) > 1 and not forced:
            raise Refused(409, _CONFLICT.format(reference=json.dumps(reference)))
        self._runner.store.remove(model)
        self._delete_pulled(model)
        untagged = [{"Untagged": tag} for tag in model.tags]
        return json_answer([*untagged, {"Deleted": model.identity}])

    async def act(self, request: Request) -> Response:
        name, _, action = request.path_params["name"].rpartition("/")
        if action == "tag":
            return self._tag(name, request.query_params)
        raise Refused(404, f'unknown action "{action}"')

    def _tag(self, name: str, query: QueryParams) -> Response:
        repository, tag = query.get("repo", ""), query.get("tag", "")
        if not repository or not tag:
            raise Refused(400, "missing repo or tag query parameter")
        try:
            model = self._runner.store.find(name)
        except ModelNotFound as error:
            raise Refused(404, str(error)) from error
        target = f"{repository}:{tag}"
        self._runner.store.tag(model, target)
        self._keep_names(model)
        message = f"Model tagged successfully with {json.dumps(target)}"
        return json_answer({"message": message, "target": target}, 201)

    def _keep_names(self, model: StoredModel) -> None:
        self._runner.pulled.keep(self._runner.store.find(model.identity))

    def _delete_pulled(self, model: StoredModel) -> None:
        """A file that we pulled goes; a file that the user gave stays."""
        if model.path == model_path(self._runner.cache_directory):
            model.path.unlink(missing_ok=True)
        self._runner.pulled.remove(model)
