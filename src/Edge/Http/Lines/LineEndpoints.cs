using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Lines;

/// <summary>Dialable numbers of the tenant.</summary>
internal static class LineEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var lines = api.MapGroup("/lines").WithTags("Lines");
        lines.MapGet("/", ListAsync).WithName("ListLines").WithSummary("List lines by number.");
        lines.MapGet("/{number}", GetAsync).WithName("GetLine").WithSummary("One line.");
        lines.MapPut("/{number}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutLine")
            .WithSummary("Create or change a line.").ProducesValidationProblem();
        lines.MapDelete("/{number}", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteLine").WithSummary("Delete a line.");
    }

    private static async Task<Ok<IReadOnlyList<LineModel>>> ListAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<LineModel>>([.. (await directory.ListLinesAsync(caller.Tenant.Value, ct)).Select(LineModel.Of)]);

    private static async Task<Results<Ok<LineModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, string number, CancellationToken ct)
    {
        var line = await directory.FindLineAsync(caller.Tenant.Value, number, ct);
        return line is not null && line.Number == number ? TypedResults.Ok(LineModel.Of(line)) : ApiProblem.NotFound("line");
    }

    private static async Task<Results<Ok<LineModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, string number, LineChange change, CancellationToken ct)
    {
        if (!ApiId.IsName(number) || number.Length > 32)
        {
            return ApiProblem.Invalid("A line's number is 1 to 32 digits, *, # or a leading +.");
        }

        await audit.WriteAsync(caller, "line.save", number, $"{change.Kind} {change.Target}");
        var receipt = await grains.GetGrain<ILineGrain>(new LineId(caller.Tenant, number).Key).Configure(change.ToSettings());
        return ApiProblem.Of(receipt, "line") is { } problem ? problem : await GetAsync(caller, directory, number, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string number)
    {
        if (!ApiId.IsName(number))
        {
            return ApiProblem.NotFound("line");
        }

        await audit.WriteAsync(caller, "line.delete", number);
        var receipt = await grains.GetGrain<ILineGrain>(new LineId(caller.Tenant, number).Key).Remove();
        return ApiProblem.Of(receipt, "line") is { } problem ? problem : TypedResults.NoContent();
    }
}

/// <summary>A line, as the API shows it.</summary>
/// <param name="Number">Extension, service code or E.164 number.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Target">User name, number, trunk, queue, menu or room that the kind points at.</param>
/// <param name="Recording">Whether its calls are recorded.</param>
/// <param name="RingSeconds">Seconds that it rings.</param>
/// <param name="Enabled">False: calls are refused.</param>
internal sealed record LineModel(string Number, string Name, LineKind Kind, string Target, RecordingPolicy Recording, int RingSeconds, bool Enabled)
{
    public static LineModel Of(Line line) => new(line.Number, line.Name, line.Kind, line.Target, line.Recording, line.RingSeconds, line.Enabled);
}

/// <summary>What an administrator sets of a line.</summary>
public sealed record LineChange
{
    /// <summary>Shown to people.</summary>
    [Required, StringLength(100)]
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>User name, number, trunk, queue, menu or room that the kind points at.</summary>
    [StringLength(64)]
    public string? Target { get; init; }

    /// <summary>Whether its calls are recorded.</summary>
    public RecordingPolicy Recording { get; init; } = RecordingPolicy.All;

    /// <summary>Seconds that it rings, 5 to 300.</summary>
    [Range(5, 300)]
    public int RingSeconds { get; init; } = 30;

    /// <summary>False: calls are refused.</summary>
    public bool Enabled { get; init; } = true;

    internal LineSettings ToSettings() => new(Name, Kind.ToString(), Target, Recording.ToString(), RingSeconds, Enabled);
}
