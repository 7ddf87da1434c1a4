"""The editor of a story's body: a textarea that a script takes over.

Without the script it is the plain textarea. Whatever comes back is cleaned by
``articles.body`` all the same.
"""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.urls import reverse_lazy


class BodyEditor(AdminTextareaWidget):
    def __init__(self, attrs=None):
        addresses = {
            "data-find-records": reverse_lazy("admin:articles_article_find_records"),
            "data-find-names": reverse_lazy("admin:articles_article_find_names"),
            "data-find-photos": reverse_lazy("admin:articles_article_find_photos"),
        }
        super().__init__({"rows": 30, "data-body-editor": "", **addresses, **(attrs or {})})

    @property
    def media(self):
        return forms.Media(
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "newsroom/editor/editor.css",
                ]
            },
            js=[Script("newsroom/editor/body.js", type="module")],
        )
