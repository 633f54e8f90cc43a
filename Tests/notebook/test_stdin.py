"""A cell asks the person in front of it."""

import pytest


def ask(client, code):
    id = client.execute(code, allow_stdin=True)
    question = client.until(lambda: client.questions and client.questions.pop(), "a question")
    assert question.type == "input_request" and question.parent["msg_id"] == id
    return id, question


def answer(client, question, text):
    client.send("stdin", "input_reply", {"value": text, "status": "ok"}, parent=question.header)


def test_a_question_and_its_answer(client):
    id, question = ask(client, 'print("before")\nlet name = input("name? ")\nprint("hello {name}")')
    assert question.content == {"prompt": "name? ", "password": False}
    # What was printed before has arrived before the page asks.
    client.prints(id, "before", seconds=5)
    assert "hello" not in "".join(each.content.get("text", "") for each in client.published[id])
    answer(client, question, "Ada 𝛾")
    assert client.finish(id).text == "before\nhello Ada 𝛾\n"


def test_several_questions(client):
    id, first = ask(client, 'print(input("a? ") + input("b? "))')
    answer(client, first, "x")
    second = client.until(
        lambda: client.questions and client.questions.pop(), "the second question"
    )
    assert second.content["prompt"] == "b? "
    answer(client, second, "y")
    assert client.finish(id).text == "xy\n"


def test_where_nobody_can_be_asked_it_is_an_error(client):
    cell = client.run('input("name? ")', allow_stdin=False)
    assert cell.reply["status"] == "error" and "name?" in "\n".join(cell.reply["traceback"])
    assert client.questions == []
    caught = client.run('try { input("x") } catch problem { print(problem.code) }')
    assert caught.text == cell.reply["ename"] + "\n"


@pytest.mark.parametrize("how", ["message", "signal"])
def test_an_interrupt_ends_the_waiting(shared, client, how):
    id, _ = ask(client, 'let kept = 3\ninput("name? ")')
    if how == "message":
        client.ask("interrupt_request", channel="control")
    else:
        shared.process.interrupt()
    assert client.finish(id, seconds=5).reply["status"] == "error"
    assert client.run("kept").result == "3"


def test_answers_that_nobody_waits_for(client):
    for _ in range(3):
        client.send("stdin", "input_reply", {"value": "stale"})
    id, question = ask(client, 'print("got", input("now? "))')
    answer(client, question, "fresh")
    assert client.finish(id).text == "got fresh\n"


@pytest.mark.parametrize("content", [{}, {"value": 3}, {"value": None}, {"value": ["x"]}])
def test_answers_of_another_shape(client, content):
    """End the question one way or another, and leave the kernel well."""
    id, question = ask(
        client, 'try { print("got", input("now? ")) } catch problem { print(problem.code) }'
    )
    client.send("stdin", "input_reply", content, parent=question.header)
    try:
        client.finish(id, seconds=2)
    except AssertionError:
        answer(client, question, "in the end")
        client.finish(id, seconds=5)
    assert client.run("1").result == "1"


def test_another_front_end_is_not_asked(shared, client):
    other = shared.connect()
    id, question = ask(client, 'print(input("mine? "))')
    other.take(0.2)
    assert other.questions == []
    # Nor does its word count.
    answer(other, question, "not mine")
    client.take(0.2)
    assert id not in client.replies
    answer(client, question, "mine")
    assert client.finish(id).text == "mine\n"
