using System.Text;
using System.Text.Json.Nodes;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>The parts of a card, as Google's card schema names them (google/apps/card/v1/card.proto, and the JSON schema in the guide to HTTP add-ons).</summary>
internal static class AddonCard
{
    private const int Longest = 300;

    /// <summary>A card.</summary>
    /// <param name="title">Its title; plain text.</param>
    /// <param name="subtitle">What stands below; null for nothing.</param>
    /// <param name="sections">Its sections; null ones are left out.</param>
    public static JsonObject Card(string title, string? subtitle, params JsonObject?[] sections)
    {
        var header = new JsonObject { ["title"] = Plain(title) };
        if (!string.IsNullOrWhiteSpace(subtitle))
        {
            header["subtitle"] = Plain(subtitle);
        }

        return new JsonObject { ["header"] = header, ["sections"] = new JsonArray([.. sections.Where(static section => section is not null)]) };
    }

    /// <summary>A section; null when it has nothing in it, as Google takes no empty ones.</summary>
    public static JsonObject? Section(string? header, params IEnumerable<JsonObject> widgets)
    {
        var all = new JsonArray([.. widgets]);
        if (all.Count == 0)
        {
            return null;
        }

        var section = new JsonObject { ["widgets"] = all };
        if (header is not null)
        {
            section["header"] = Formatted(header);
        }

        return section;
    }

    public static JsonObject Text(string text) => new() { ["textParagraph"] = new JsonObject { ["text"] = Formatted(text) } };

    /// <summary>A line with what stands above and below it, and a button.</summary>
    public static JsonObject Row(string? above, string text, string? below = null, JsonObject? button = null)
    {
        var row = new JsonObject { ["text"] = Formatted(text), ["wrapText"] = true };
        if (!string.IsNullOrWhiteSpace(above))
        {
            row["topLabel"] = Formatted(above);
        }

        if (!string.IsNullOrWhiteSpace(below))
        {
            row["bottomLabel"] = Formatted(below);
        }

        if (button is not null)
        {
            row["button"] = button;
        }

        return new JsonObject { ["decoratedText"] = row };
    }

    public static JsonObject Buttons(params JsonObject[] buttons) => new() { ["buttonList"] = new JsonObject { ["buttons"] = new JsonArray(buttons) } };

    /// <summary>A button that asks one of our endpoints.</summary>
    public static JsonObject Button(string text, string endpoint, params (string Key, string Value)[] parameters) =>
        Button(text, new JsonObject { ["action"] = new JsonObject
        {
            ["function"] = endpoint,
            ["parameters"] = new JsonArray([.. parameters.Select(static each => new JsonObject { ["key"] = each.Key, ["value"] = each.Value })]),
        } });

    /// <summary>A button that opens a page of ours.</summary>
    public static JsonObject Link(string text, string address) => Button(text, new JsonObject { ["openLink"] = new JsonObject { ["url"] = address } });

    public static JsonObject Input(string name, string label, string value = "")
    {
        var input = new JsonObject { ["name"] = name, ["label"] = Plain(label), ["type"] = "SINGLE_LINE" };
        if (value.Length > 0)
        {
            input["value"] = Plain(value);
        }

        return new JsonObject { ["textInput"] = input };
    }

    public static JsonObject Choice(string name, string label, string chosen, params (string Value, string Text)[] items) => new()
    {
        ["selectionInput"] = new JsonObject
        {
            ["name"] = name,
            ["label"] = Plain(label),
            ["type"] = "DROPDOWN",
            ["items"] = new JsonArray([.. items.Select(item => new JsonObject { ["text"] = Plain(item.Text), ["value"] = item.Value, ["selected"] = item.Value == chosen })]),
        },
    };

    /// <summary>A text for a place that takes no markup: one line without control characters and marks of direction, and not too long.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= Longest)
            {
                plain.Append('…');
                break;
            }

            var isMark = rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200E or 0x200F;
            plain.Append(Rune.IsControl(rune) ? " " : isMark ? "" : rune.ToString());
        }

        return plain.ToString().Trim();
    }

    /// <summary>A text for a place that takes some HTML: what would be markup is shown as it is written.</summary>
    public static string Formatted(string text) =>
        Plain(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static JsonObject Button(string text, JsonObject onClick) => new() { ["text"] = Plain(text), ["onClick"] = onClick };
}
