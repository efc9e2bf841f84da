using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.History;

/// <summary>Where what is stored of a call is another than what its ledger says, to the precision in which it is stored.</summary>
public static class HistoryDifferences
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true, Converters = { new Milliseconds(), new Text() } };

    /// <summary>The differences, a phrase each; empty when there are none. The ledgers themselves are not compared.</summary>
    /// <param name="stored">What the history holds.</param>
    /// <param name="rebuilt">What the ledger makes.</param>
    public static IReadOnlyList<string> Between(CallHistory stored, CallHistory rebuilt)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(rebuilt);
        return
        [
            .. Rows("entry", One(stored.Entry), One(rebuilt.Entry), static entry => entry.CallId),
            .. Rows("leg", stored.Legs, rebuilt.Legs, static leg => Number(leg.Leg)),
            .. Rows("visit", stored.Visits, rebuilt.Visits, static visit => Number(visit.Visit)),
            .. Rows("offer", stored.Offers, rebuilt.Offers, static offer => $"{Number(offer.Visit)}/{Number(offer.Offer)}"),
            .. Rows("transfer", stored.Transfers, rebuilt.Transfers, static transfer => Number(transfer.Number)),
        ];
    }

    private static IEnumerable<string> Rows<T>(string what, IReadOnlyList<T> stored, IReadOnlyList<T> rebuilt, Func<T, string> key)
        where T : class
    {
        var found = stored.ToDictionary(key);
        foreach (var right in rebuilt)
        {
            var name = what == "entry" ? what : $"{what} {key(right)}";
            if (!found.Remove(key(right), out var present))
            {
                yield return $"{name} is missing";
            }
            else if (Properties(present, right) is { Count: > 0 } properties)
            {
                yield return $"{name} differs in {string.Join(", ", properties)}";
            }
        }

        foreach (var left in found.Keys)
        {
            yield return $"{what} {left} is one too many";
        }
    }

    private static List<string> Properties<T>(T stored, T rebuilt)
    {
        var (left, right) = ((JsonObject)JsonSerializer.SerializeToNode(stored, Json)!, (JsonObject)JsonSerializer.SerializeToNode(rebuilt, Json)!);
        return [.. left.Where(property => !JsonNode.DeepEquals(property.Value, right[property.Key])).Select(property => property.Key)];
    }

    private static T[] One<T>(T? entry)
        where T : class => entry is null ? [] : [entry];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Milliseconds : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
    }

    private sealed class Text : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(StoredText.Cleaned(value));
    }
}
