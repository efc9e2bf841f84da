using System.Text.Json.Nodes;

namespace RtcCluster.Grains.Google;

/// <summary>Reads Google's JSON, in which what is not said is missing.</summary>
internal static class GoogleJson
{
    /// <summary>A text; null when it is missing, empty or something else.</summary>
    public static string? Text(this JsonNode? json, string name) =>
        json is JsonObject from && from[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>The objects of a list.</summary>
    public static IEnumerable<JsonObject> List(this JsonNode? json, string name) => json is JsonObject from && from[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>Whether something is said to be so.</summary>
    public static bool Flag(this JsonNode? json, string name) => json is JsonObject from && from[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>A whole number; 0 when it is missing.</summary>
    public static int Number(this JsonNode? json, string name) => json is JsonObject from && from[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;

    /// <summary>An instant (RFC 3339); null when it is missing or none.</summary>
    public static DateTimeOffset? Time(this JsonNode? json, string name) =>
        json.Text(name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
