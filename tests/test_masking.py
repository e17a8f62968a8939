"""Secrets of the kinds that notebooks hold are masked; ordinary code is left alone."""

from __future__ import annotations

import base64
import random
import re
import string
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tracker.masking import Masker

RNG = random.Random(7)


def letters(n: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Random characters with at least two digits, so that no real token ever stands in this file."""
    return "4" + "".join(RNG.choice(alphabet) for _ in range(n - 2)) + "7"


HEX = "0123456789abcdef"
PLANTED: list[tuple[str, str]] = [
    ("aws id", "AKIA" + letters(16, string.ascii_uppercase + string.digits)),
    ("aws secret", f"aws_secret_access_key = '@{letters(39)}'"),
    ("github", f"!git clone https://ghp_@{letters(36)}@github.com/me/repo"),
    ("gitlab", f'gl = gitlab.Gitlab(private_token="glpat-@{letters(20)}")'),
    ("slack", f'client = WebClient("xoxb-@123456789012-{letters(24)}")'),
    ("hf", f'login("hf_@{letters(34)}")'),
    ("openai", f'openai.api_key = "sk-@{letters(48)}"'),
    ("openai project", f'OpenAI(api_key="sk-proj-@{letters(60)}")'),
    ("anthropic", f"%env ANTHROPIC_API_KEY=sk-ant-api03-@{letters(60)}"),
    ("google", f"gmaps = Client('AIza@{letters(35)}')"),
    ("stripe", f'stripe.api_key = "sk_live_@{letters(24)}"'),
    ("wandb", f'wandb.login(key="@{letters(40, HEX)}")'),
    ("kaggle", f'{{"username": "me", "key": "@{letters(32, HEX)}"}}'),
    ("jwt", f"headers = {{'x': 'eyJ{letters(20)}.eyJ{letters(30)}.@{letters(30)}'}}"),
    ("bearer", f'requests.get(u, headers={{"Authorization": "Bearer @{letters(24)}"}})'),
    ("basic", f"curl -H 'Authorization: Basic @{letters(24)}' https://x"),
    ("db url", 'engine = create_engine("postgresql://admin:@s3cr!t@db.example.org:5432/x")'),
    ("short password", 'conn = connect(host="h", user="u", password="@hunt3r")'),
    ("annotated", 'db_password: str = "@Winter2024"'),
    ("dict item", "config['smtp']['password'] = '@qwe_rty9'"),
    ("environ", 'os.environ["SERVICE_TOKEN"] = "@abc-def-123"'),
    ("setdefault", 'os.environ.setdefault("APP_SECRET", "@topsecret99")'),
    ("auth pair", 'r = requests.get(url, auth=("me", "@pa55word"))'),
    ("odbc", '"Driver={ODBC};Server=s;Uid=u;Pwd=@Pass99word;Encrypt=yes"'),
    ("azure", f'"DefaultEndpointsProtocol=https;AccountName=n;AccountKey=@{letters(86)}==;EndpointSuffix=x"'),
    ("libpq", 'psycopg2.connect("host=h dbname=d user=u password=@pgpass1")'),
    ("cli", "!mytool --password @letmein42 run"),
    ("argparse", 'p.add_argument("--api-key", default="@k3y-for-all")'),
    ("private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE@abcdefgh1234\n-----END RSA PRIVATE KEY-----"),
    ("npm", f"//registry/:_authToken=npm_@{letters(36)}"),
    ("presigned", f"https://b.s3.amazonaws.com/k?X-Amz-Signature=@{letters(64, HEX)}"),
    ("pip index", f"%pip install --index-url https://user:@{letters(12)}@pypi.example.org/simple x"),
    ("dotenv output", "DB_HOST=localhost\nDB_PASSWORD=@s3cr3tpw\n"),
    ("json output", '{\\"password\\": \\"@hunter22x\\"}'),
    ("curl user", "!curl -u me:@hunter222 https://x"),
    ("sentry", f'sentry_sdk.init("https://@{letters(32, HEX)}@o1.ingest.example.io/1")'),
]

CLEAN = """
model = AutoModel.from_pretrained("bert-base-uncased", use_cls_token=True, num_tokens=5)
tokenizer = AutoTokenizer.from_pretrained("gpt2-medium", pad_token="<pad>", cls_token="[CLS]")
df = df.sort_values(key=lambda s: s.str.lower()); df.merge(other, on="key", how="left")
key = "customer_id_2021"; keys = ["author", "title"]; sort_keys=True; keyword = "deep learning"
author = "John Smith"; passenger = "first class"; compass = "north"; bypass="never"
for token in "the quick brown fox".split(): counts[token] = counts.get(token, 0) + 1
token = "the"; max_tokens = 4096; tokens_per_second = 1234.5; secret_name = "prod/db"
api_key = os.environ["OPENAI_API_KEY"]; token = userdata.get("HF_TOKEN"); password = getpass("Password: ")
api_key = "YOUR_API_KEY"; api_key="<your key>"; password = ""; token = "..."
key = jax.random.PRNGKey(0); key, subkey = jax.random.split(key)
connection = sqlite3.connect("titanic.db"); engine = create_engine("sqlite:///file.db")
url = "https://raw.githubusercontent.com/mwaskom/seaborn-data/master/penguins.csv"
columns=["token","label","password","username"]; x: dict[str, str] = {"primary_key": "id"}
authenticate(token_url="https://example.org/oauth/token", auth_type="bearer")
sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
plt.legend(title="Passengers by class", loc="best"); nn.init.xavier_uniform_(w); sk-learn-contrib-2024
def fit(self, password: str, token: Optional[str] = None) -> str: return f"{password}:{token}"
high_pass = "butter"; forward_pass = "slow"; encoding_key = 'utf8'; cache_key="a1b2c3d4e5f6a7b8c9d0"
print(f"postgresql://{user}:{password}@{host}/db"); headers = {"Authorization": f"Bearer {token}"}
git@github.com:me/repo.git ssh://git@host/x http://localhost:8888/?q=1 https://user@host.example.org/x
random.seed(42); torch.manual_seed(1234567890); np.random.default_rng(20240101)
SSH_AUTH_SOCK=/tmp/ssh-XXXX/agent.123 TOKENIZERS_PARALLELISM=false
"""


@pytest.mark.parametrize(("kind", "text"), PLANTED, ids=[kind for kind, _ in PLANTED])
def test_a_planted_secret_is_masked_and_the_rest_of_the_cell_stays(kind: str, text: str) -> None:
    planted = text.replace("@", "", 1) if kind not in ("aws id",) else text
    secret = text if kind == "aws id" else re.split(r"[\"'@\s;\\]", text.split("@", 1)[1])[0]
    cell = f"import numpy as np\n{planted}\nprint(np.mean([1, 2]))\n"
    masked = Masker().text(cell)
    assert secret not in masked
    assert "<redacted:" in masked
    assert masked.startswith("import numpy as np\n") and masked.endswith("\nprint(np.mean([1, 2]))\n")


@pytest.mark.parametrize("line", CLEAN.strip().splitlines())
def test_ordinary_code_is_left_alone(line: str) -> None:
    assert Masker().text(line) == line


def test_the_environments_secrets_are_found_by_value_in_any_encoding() -> None:
    secret = "pa$$ w0rd/+1"
    masker = Masker.from_environment(environ={"DB_PASSWORD": secret, "HOME": "/home/me"})
    for form in (
        secret,
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        base64.b64encode(b"user:" + secret.encode()).decode(),
        base64.urlsafe_b64encode(b"ab:" + secret.encode() + b"-tail").decode(),
    ):
        assert "<redacted:env:" in masker.text(f"x {form} y")
        assert form not in masker.text(f"x {form} y")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PATH", "/usr/bin:/bin"),
        ("SSH_AUTH_SOCK", "/tmp/ssh-x/agent.1"),
        ("PWD", "/home/me/work"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/etc/key.json"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("MAX_TOKENS", "100000"),
        ("GIT_AUTHOR_NAME", "John Smith"),
        ("KEYBOARD_LAYOUT", "german"),
        ("DB_PASS", "abc"),
        ("DATABASE_DSN", "sqlite:///titanic.db"),
    ],
)
def test_variables_that_hold_no_secret_are_not_masked(name: str, value: str) -> None:
    assert Masker.from_environment(environ={name: value}).text(f"see {value} here") == f"see {value} here"


def test_a_plain_word_as_password_is_masked_only_where_it_stands_alone() -> None:
    masker = Masker.from_environment(environ={"PGPASSWORD": "postgres"})
    assert masker.text("postgresql has postgres").startswith("postgresql has <redacted:env:")


def test_numbers_and_booleans_are_never_masked() -> None:
    masker = Masker.from_environment(environ={"PASSWORD": "12345678"})
    for value in (True, 5, 12345678, 0.5, None):
        assert masker.value("api_key", value) is value
    assert masker.value("use_cls_token", True) is True
    assert masker.value("secret", [1, "abcd1234!"])[0] == 1


def test_values_are_masked_by_their_name_and_by_their_text() -> None:
    masker = Masker()
    assert masker.value("db.password", "hunter2").startswith("<redacted:named:")
    assert masker.value("config", {"api_key": "abcd1234", "lr": 0.1})["lr"] == 0.1
    assert "abcd1234" not in str(masker.value("config", {"api_key": "abcd1234", "lr": 0.1}))
    assert masker.value("url", "https://u:pw99@host/x").startswith("https://u:<redacted:url:")
    assert masker.value("model", "random_forest") == "random_forest"


def test_a_password_seen_in_the_source_is_masked_when_it_is_printed() -> None:
    masker = Masker()
    masker.text('password = "hunter2"')
    assert "hunter2" not in masker.text("the password is hunter2\n")


def test_a_typed_secret_can_be_added() -> None:
    masker = Masker()
    masker.add_secret("typed-by-hand", "getpass")
    assert masker.text("got typed-by-hand").startswith("got <redacted:getpass:")


def test_a_secret_that_comes_into_the_environment_later_is_learned() -> None:
    masker = Masker.from_environment(environ={})
    masker.refresh({"APP_SECRET": "came-later"})
    assert masker.text("it is came-later").startswith("it is <redacted:env:")


def test_equal_secrets_compare_equal_within_a_project_and_not_across() -> None:
    first, second = Masker(b"one").text('password="hunter2"'), Masker(b"two").text('password="hunter2"')
    assert first == Masker(b"one").text('password="hunter2"')
    assert first != second


PIECES = st.sampled_from(
    [text.replace("@", "", 1) for _, text in PLANTED]
    + [
        "hunter2",
        "pa$$word1",
        "<redacted:env:12345678>",
        "\n",
        '"',
        " = ",
        "password",
        "token: ",
        "Bearer ",
        "'",
        "https://a:",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    masker = Masker.from_environment(
        environ={"MY_SECRET": "hunter2", "API_TOKEN": "pa$$word1", "X_KEY": "redacted:env"}
    )
    once = masker.text(text)
    assert masker.text(once) == once


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "password" * 40_000, "key=" * 60_000, '"' * 100_000, "https://" * 30_000, "eyJ" * 80_000]
)
def test_hostile_text_is_masked_in_linear_time(text: str) -> None:
    assert len(Masker().text(text)) > 0
