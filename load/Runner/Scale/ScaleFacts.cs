using System.Text.Json;

namespace RtcCluster.Load.Runner.Scale;

/// <summary>What sizes are reckoned from (<c>load/scale.json</c>).</summary>
internal sealed record ScaleFacts
{
    private static readonly JsonSerializerOptions Read = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>What was measured, or assumed.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>What every cell is made of.</summary>
    public required CellShape Cell { get; init; }

    /// <summary>How long people talk, in the mean.</summary>
    public required double TalkSeconds { get; init; }

    /// <summary>Share of the calls that come to a queue.</summary>
    public required double QueueShare { get; init; }

    /// <summary>What is to be carried.</summary>
    public required IReadOnlyList<Demand> Rows { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is none, or a key is unknown.</exception>
    public static ScaleFacts Of(string path) => JsonSerializer.Deserialize<ScaleFacts>(File.ReadAllText(path), Read) ?? throw new JsonException("The file is empty.");

    /// <summary>A measurement by name.</summary>
    /// <exception cref="JsonException">There is none, or it is no amount.</exception>
    public double this[string name] => Measurements.SingleOrDefault(one => one.Name == name) is { Value: > 0 } found ? found.Value : throw new JsonException($"measurements has no single {name} above 0.");
}

/// <summary>One thing that is known, or taken for granted.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="From">measured, split (a measurement taken apart by a profile), bound (a goal's bound) or assumed.</param>
/// <param name="Source">Where from.</param>
internal sealed record Measurement(string Name, double Value, string Unit, string From, string Source);

/// <summary>What a cell is made of.</summary>
/// <param name="Edges">Edges.</param>
/// <param name="Silos">Silos.</param>
/// <param name="Processors">Of each.</param>
/// <param name="MemoryGigabytes">Of each.</param>
/// <param name="Share">Share of the processors that may be used when all are there.</param>
/// <param name="ShareAfterLoss">Share that may be used when one edge, or one silo, is gone.</param>
internal sealed record CellShape(int Edges, int Silos, int Processors, double MemoryGigabytes, double Share, double ShareAfterLoss);

/// <summary>What is to be carried.</summary>
/// <param name="Agents">Agents who are connected.</param>
/// <param name="CallsPerSecond">Calls that begin.</param>
internal sealed record Demand(int Agents, double CallsPerSecond);
