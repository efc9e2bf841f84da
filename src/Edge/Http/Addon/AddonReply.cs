using System.Text.Json.Nodes;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>The answers that hosts take: each kind of trigger has its own (the guide to HTTP add-ons, "Create JSON response objects"), and Google Chat has messages.</summary>
internal static class AddonReply
{
    private static readonly string[] Payloads = ["messagePayload", "addedToSpacePayload", "appCommandPayload", "buttonClickedPayload"];

    /// <summary>A card for a trigger: the home page, a mail, an event, files.</summary>
    public static JsonObject Card(AddonEvent asked, JsonObject card) => asked.IsChat ? Message(asked, null, card) : new JsonObject { ["action"] = Push("pushCard", card) };

    /// <summary>A card for a button that was pressed, in place of the one that it was on, and a sentence about what was done.</summary>
    public static JsonObject Pressed(AddonEvent asked, string? sentence, JsonObject card)
    {
        if (asked.IsChat)
        {
            return Message(asked, sentence, card);
        }

        var action = Push("updateCard", card);
        if (sentence is not null)
        {
            action["notification"] = new JsonObject { ["text"] = AddonCard.Plain(sentence) };
        }

        return new JsonObject { ["renderActions"] = new JsonObject { ["action"] = action } };
    }

    /// <summary>What stands in a document in place of a link.</summary>
    public static JsonObject Preview(string address, string title, JsonObject card) =>
        new() { ["action"] = new JsonObject { ["linkPreview"] = new JsonObject { ["uri"] = address, ["title"] = AddonCard.Plain(title), ["previewCard"] = card } } };

    /// <summary>What stands below a link in Google Chat (the guide to previews of links in Chat add-ons); everybody in the space sees it.</summary>
    public static JsonObject ChatPreview(JsonObject card) => new()
    {
        ["hostAppDataAction"] = new JsonObject
        {
            ["chatDataAction"] = new JsonObject { ["updateInlinePreviewAction"] = new JsonObject { ["cardsV2"] = new JsonArray(new JsonObject { ["cardId"] = "call", ["card"] = card }) } },
        },
    };

    /// <summary>A message in Google Chat; in a space with others only who asked sees it, as it tells of contacts and calls of theirs.</summary>
    public static JsonObject Message(AddonEvent asked, string? text, JsonObject? card)
    {
        var message = new JsonObject();
        if (text is not null)
        {
            // Here markup is not HTML: <users/…> and <https://…|…> would be mentions and links.
            message["text"] = AddonCard.Plain(text).Replace("<", "‹", StringComparison.Ordinal);
        }

        if (card is not null)
        {
            message["cardsV2"] = new JsonArray(new JsonObject { ["cardId"] = "telephone", ["card"] = card });
        }

        if (!IsAlone(asked) && asked.At("chat", "user", "name") is { } user)
        {
            message["privateMessageViewer"] = new JsonObject { ["name"] = user };
        }

        return new JsonObject { ["hostAppDataAction"] = new JsonObject { ["chatDataAction"] = new JsonObject { ["createMessageAction"] = new JsonObject { ["message"] = message } } } };
    }

    private static JsonObject Push(string how, JsonObject card) => new() { ["navigations"] = new JsonArray(new JsonObject { [how] = card }) };

    private static bool IsAlone(AddonEvent asked) => Payloads
        .Any(payload => asked.At("chat", payload, "space", "spaceType") is "DIRECT_MESSAGE" || asked.At("chat", payload, "space", "type") is "DM");
}
