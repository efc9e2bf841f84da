using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>Recordings. Agents may hear those of their own calls, supervisors those of the tenant.</summary>
internal static class RecordingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recordings = api.MapGroup("/recordings").WithTags("Recordings");
        recordings.MapGet("/", ListAsync).WithName("ListRecordings").WithSummary("List recordings, the latest first.");
        recordings.MapGet("/{recording}", GetAsync).WithName("GetRecording").WithSummary("One recording.");
        recordings.MapGet("/{recording}/audio", AudioAsync).WithName("GetRecordingAudio")
            .WithSummary("The sound as WAV, two channels: left the caller, right the other party. Range requests are honoured.")
            .Produces(200, contentType: "audio/wav").Produces(206, contentType: "audio/wav").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageModel<RecordingModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IRecordingQuery query, DateTimeOffset? from, DateTimeOffset? to, string? call, string? cursor, int? limit, CancellationToken ct)
    {
        var filter = new RecordingFilter
        {
            TenantId = caller.Tenant.Value,
            From = from,
            Until = to,
            CallId = call is { Length: > 0 } && ApiId.IsName(call) ? new CallId(caller.Tenant, call).Key : call,
            VisibleTo = caller.Supervises ? null : caller.User.Key,
        };
        return PageModel.Of(await query.ListAsync(filter, cursor, PageModel.Limit(limit), ct), RecordingModel.Of);
    }

    private static async Task<Results<Ok<RecordingModel>, ProblemHttpResult>> GetAsync(Caller caller, IRecordingQuery query, string recording, CancellationToken ct) =>
        await FindAsync(caller, query, recording, ct) is { } entry ? TypedResults.Ok(RecordingModel.Of(entry)) : ApiProblem.NotFound("recording");

    private static async Task<IResult> AudioAsync(Caller caller, IRecordingQuery query, IBlobStore blobs, HttpContext context, string recording, CancellationToken ct)
    {
        if (await FindAsync(caller, query, recording, ct) is not { } entry)
        {
            return ApiProblem.NotFound("recording");
        }

        var audio = await RecordingAudio.OpenAsync(blobs, entry.BlobPrefix, ct);
        if (audio is null)
        {
            return ApiProblem.Make(StatusCodes.Status404NotFound, "no-audio", "Nothing of this recording is stored yet.");
        }

        context.Response.RegisterForDispose(audio);
        // A recording that still grows must not be kept by a cache as if it were whole.
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(audio, "audio/wav", $"{recording}.wav", entry.EndedAt, enableRangeProcessing: true);
    }

    private static async Task<RecordingEntry?> FindAsync(Caller caller, IRecordingQuery query, string recording, CancellationToken ct)
    {
        if (!ApiId.IsName(recording))
        {
            return null;
        }

        var entry = await query.FindAsync(caller.Tenant.Value, new RecordingId(caller.Tenant, recording).Key, ct);
        return entry is not null && (caller.Supervises || entry.Participants.Contains(caller.User.Key)) ? entry : null;
    }
}

/// <summary>A recording, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Call">The call.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Channels">Two: caller left, other party right.</param>
/// <param name="State">Whether it is whole.</param>
/// <param name="RetainUntil">When it may be erased.</param>
/// <param name="Audio">Where its sound is.</param>
internal sealed record RecordingModel(
    string Id,
    string Call,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    double DurationSeconds,
    int Channels,
    RecordingState State,
    DateTimeOffset RetainUntil,
    string Audio)
{
    public static RecordingModel Of(RecordingEntry entry) => new(
        ApiId.Of(entry.Id),
        ApiId.Of(entry.CallId),
        entry.StartedAt,
        entry.EndedAt,
        entry.DurationMilliseconds / 1000.0,
        entry.Channels,
        entry.State,
        entry.RetainUntil,
        $"/api/v1/recordings/{ApiId.Of(entry.Id)}/audio");
}
