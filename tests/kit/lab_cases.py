"""All cases of the fault lab."""

from kit.lab_body_cases import BODY_CASES
from kit.lab_connection_cases import CONNECTION_CASES
from kit.lab_http_cases import HTTP_CASES

LAB_CASES = (*CONNECTION_CASES, *HTTP_CASES, *BODY_CASES)
