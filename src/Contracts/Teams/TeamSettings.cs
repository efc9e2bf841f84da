using System.Collections.Immutable;
using System.Text.Json;

namespace RtcCluster.Contracts.Teams;

/// <summary>Who belongs to a team; as JSON it is the document of kind <c>team</c>.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Supervisors">Users who supervise the members and, of all teams together, nobody else.</param>
/// <param name="Members">Users who are supervised; one may be in several teams.</param>
[GenerateSerializer, Immutable, Alias("rtc.TeamSettings")]
public sealed record TeamSettings(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<string> Supervisors,
    [property: Id(2)] ImmutableArray<string> Members)
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "team";

    /// <summary>Most supervisors of a team.</summary>
    public const int MostSupervisors = 50;

    /// <summary>Most members of a team.</summary>
    public const int MostMembers = 1_000;

    /// <summary>The document's text as what it says; null when it is none of a team.</summary>
    /// <param name="json">The text.</param>
    public static TeamSettings? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TeamSettings>(json, JsonSerializerOptions.Web) is { Name: not null, Supervisors.IsDefault: false, Members.IsDefault: false } team ? team : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
