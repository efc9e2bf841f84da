using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RtcCluster.TestKit.Google;

/// <summary>
/// Whether an answer of an add-on is one that its host takes. Written after the card schema in Google's guide to HTTP add-ons ("Sample JSON Schemas", Generic Card), google/apps/card/v1/card.proto for what
/// may stand only once, and the guide's table of what each trigger is to be answered with. Stricter than those in two things: members that they do not name are wrong, and links lead to https.
/// </summary>
public static class AddonShapes
{
    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        ["card"] = ["header", "sections!", "cardActions", "name", "fixedFooter", "displayStyle", "peekCardHeader"],
        ["header"] = ["title!", "subtitle", "imageUrl", "imageType", "imageAltText"],
        ["section"] = ["header", "collapsible", "widgets!", "uncollapsibleWidgetsCount"],
        ["textParagraph"] = ["text!"],
        ["decoratedText"] = ["text!", "button", "switchControl", "icon", "topLabel", "wrapText", "bottomLabel", "onClick"],
        ["button"] = ["text!", "icon", "color", "onClick!", "disabled"],
        ["buttonList"] = ["buttons!"],
        ["textInput"] = ["name!", "label", "hintText", "value", "type", "onChangeAction", "initialSuggestions", "autoCompleteAction", "multipleSuggestions"],
        ["selectionInput"] = ["name!", "label", "type", "items!", "onChangeAction"],
        ["selectionItem"] = ["text!", "value!", "selected"],
        ["action"] = ["function!", "parameters"],
        ["openLink"] = ["url!", "openAs", "onClose"],
    };

    private static readonly string[] Widgets = ["textParagraph", "decoratedText", "buttonList", "textInput", "selectionInput", "divider"];

    /// <summary>What is wrong with the answer to a trigger: home page, mail, event, files (RenderActions).</summary>
    public static IReadOnlyList<string> OfTrigger(JsonObject answer)
    {
        var wrong = new List<string>();
        Actions(answer, "pushCard", "", wrong);
        return wrong;
    }

    /// <summary>What is wrong with the answer to a button (SubmitFormResponse).</summary>
    public static IReadOnlyList<string> OfButton(JsonObject answer)
    {
        var wrong = new List<string>();
        if (Only(answer, "", wrong, "renderActions!"))
        {
            Actions(answer["renderActions"], "updateCard", "renderActions", wrong);
        }

        return wrong;
    }

    /// <summary>What is wrong with the answer to a link in a document.</summary>
    public static IReadOnlyList<string> OfLink(JsonObject answer)
    {
        var wrong = new List<string>();
        if (Only(answer, "", wrong, "action!") && Only(answer["action"], "action", wrong, "linkPreview!") && Only(answer["action"]!["linkPreview"], "linkPreview", wrong, "uri!", "title", "previewCard!"))
        {
            Card(answer["action"]!["linkPreview"]!["previewCard"], "previewCard", wrong);
        }

        return wrong;
    }

    /// <summary>What is wrong with the answer to a link in Google Chat.</summary>
    public static IReadOnlyList<string> OfChatLink(JsonObject answer)
    {
        var wrong = new List<string>();
        if (!Only(answer, "", wrong, "hostAppDataAction!") || !Only(answer["hostAppDataAction"], "hostAppDataAction", wrong, "chatDataAction!")
            || !Only(answer["hostAppDataAction"]!["chatDataAction"], "chatDataAction", wrong, "updateInlinePreviewAction!")
            || !Only(answer["hostAppDataAction"]!["chatDataAction"]!["updateInlinePreviewAction"], "updateInlinePreviewAction", wrong, "cardsV2!"))
        {
            return wrong;
        }

        foreach (var card in answer["hostAppDataAction"]!["chatDataAction"]!["updateInlinePreviewAction"]!["cardsV2"]!.AsArray())
        {
            if (Only(card, "cardsV2", wrong, "cardId!", "card!"))
            {
                Card(card!["card"], "cardsV2", wrong);
            }
        }

        return wrong;
    }

    /// <summary>What is wrong with an answer to Google Chat.</summary>
    public static IReadOnlyList<string> OfChat(JsonObject answer)
    {
        var wrong = new List<string>();
        if (!Only(answer, "", wrong, "hostAppDataAction!") || !Only(answer["hostAppDataAction"], "hostAppDataAction", wrong, "chatDataAction!")
            || !Only(answer["hostAppDataAction"]!["chatDataAction"], "chatDataAction", wrong, "createMessageAction!")
            || !Only(answer["hostAppDataAction"]!["chatDataAction"]!["createMessageAction"], "createMessageAction", wrong, "message!"))
        {
            return wrong;
        }

        var message = answer["hostAppDataAction"]!["chatDataAction"]!["createMessageAction"]!["message"]!;
        if (Only(message, "message", wrong, "text", "cardsV2", "privateMessageViewer"))
        {
            foreach (var card in message["cardsV2"] as JsonArray ?? [])
            {
                if (Only(card, "cardsV2", wrong, "cardId!", "card!"))
                {
                    Card(card!["card"], "cardsV2", wrong);
                }
            }
        }

        return wrong;
    }

    private static void Actions(JsonNode? node, string navigation, string at, List<string> wrong)
    {
        if (!Only(node, at, wrong, "action!") || !Only(node!["action"], $"{at}.action", wrong, "navigations!", "notification"))
        {
            return;
        }

        if (node["action"]!["notification"] is { } notification && Only(notification, "notification", wrong, "text!"))
        {
            Text(notification["text"], "notification.text", wrong);
        }

        foreach (var each in node["action"]!["navigations"] as JsonArray ?? [])
        {
            if (Only(each, "navigations", wrong, $"{navigation}!"))
            {
                Card(each![navigation], navigation, wrong);
            }
        }
    }

    private static void Card(JsonNode? card, string at, List<string> wrong)
    {
        if (!Is("card", card, at, wrong))
        {
            return;
        }

        if (card!["header"] is { } header && Is("header", header, $"{at}.header", wrong))
        {
            Text(header["title"], $"{at}.header.title", wrong);
        }

        Each(card["sections"], $"{at}.sections", wrong, (section, where) =>
        {
            if (Is("section", section, where, wrong))
            {
                Each(section!["widgets"], $"{where}.widgets", wrong, (widget, here) => Widget(widget, here, wrong));
            }
        });
    }

    private static void Widget(JsonNode? widget, string at, List<string> wrong)
    {
        // card.proto: the data of a widget is one of.
        if (widget is not JsonObject { Count: 1 } only || !Widgets.Contains(only.Single().Key))
        {
            wrong.Add($"{at}: is not one of {string.Join(", ", Widgets)}");
            return;
        }

        var (kind, data) = (only.Single().Key, only.Single().Value);
        var where = $"{at}.{kind}";
        if (kind == "divider" || !Is(kind, data, where, wrong))
        {
            return;
        }

        switch (kind)
        {
            case "textParagraph":
                Text(data!["text"], where, wrong);
                break;
            case "decoratedText":
                Text(data!["text"], where, wrong);
                if (data["button"] is { } button)
                {
                    Button(button, $"{where}.button", wrong);
                }

                break;
            case "buttonList":
                Each(data!["buttons"], where, wrong, (each, here) => Button(each, here, wrong));
                break;
            case "textInput" when (string?)data!["label"] is null && (string?)data["hintText"] is null:
                wrong.Add($"{where}: has neither label nor hintText");
                break;
            case "textInput" when (string?)data!["type"] is not (null or "SINGLE_LINE" or "MULTIPLE_LINE"):
            case "selectionInput" when (string?)data!["type"] is not ("CHECK_BOX" or "RADIO_BUTTON" or "SWITCH" or "DROPDOWN"):
                wrong.Add($"{where}: its type is none");
                break;
            case "selectionInput":
                Each(data!["items"], where, wrong, (item, here) => Is("selectionItem", item, here, wrong));
                break;
        }
    }

    private static void Button(JsonNode? button, string at, List<string> wrong)
    {
        if (!Is("button", button, at, wrong))
        {
            return;
        }

        Text(button!["text"], $"{at}.text", wrong);
        if (button["onClick"] is not JsonObject { Count: 1 } click || click.Single().Key is not ("action" or "openLink"))
        {
            wrong.Add($"{at}.onClick: is neither action nor openLink");
            return;
        }

        var (kind, data) = (click.Single().Key, click.Single().Value);
        if (!Is(kind, data, $"{at}.onClick.{kind}", wrong))
        {
            return;
        }

        Address(data![kind == "action" ? "function" : "url"], $"{at}.onClick", wrong);
        foreach (var parameter in data["parameters"] as JsonArray ?? [])
        {
            Only(parameter, $"{at}.parameters", wrong, "key!", "value!");
        }
    }

    private static void Address(JsonNode? address, string at, List<string> wrong)
    {
        if (!Uri.TryCreate(address?.ToString(), UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
        {
            wrong.Add($"{at}: {address} is no https address");
        }
    }

    private static void Text(JsonNode? text, string at, List<string> wrong)
    {
        if (text?.GetValueKind() != JsonValueKind.String || string.IsNullOrWhiteSpace(text.ToString()))
        {
            wrong.Add($"{at}: is no text");
        }
    }

    private static void Each(JsonNode? list, string at, List<string> wrong, Action<JsonNode?, string> check)
    {
        if (list is not JsonArray { Count: > 0 } elements)
        {
            wrong.Add($"{at}: is no list, or an empty one");
            return;
        }

        for (var i = 0; i < elements.Count; i++)
        {
            check(elements[i], string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"));
        }
    }

    private static bool Is(string kind, JsonNode? node, string at, List<string> wrong) => Only(node, at, wrong, Members[kind]);

    /// <summary>Whether it is an object with these members alone; those with an exclamation mark must be there.</summary>
    private static bool Only(JsonNode? node, string at, List<string> wrong, params string[] members)
    {
        if (node is not JsonObject json)
        {
            wrong.Add($"{at}: is no object");
            return false;
        }

        var before = wrong.Count;
        wrong.AddRange(json.Where(each => each.Value is null).Select(each => $"{at}.{each.Key}: is null"));
        wrong.AddRange(json.Select(static each => each.Key).Where(key => !members.Any(member => member.TrimEnd('!') == key)).Select(key => $"{at}.{key}: is not known"));
        wrong.AddRange(members.Where(member => member.EndsWith('!') && !json.ContainsKey(member.TrimEnd('!'))).Select(member => $"{at}.{member.TrimEnd('!')}: is missing"));
        return wrong.Count == before;
    }
}
