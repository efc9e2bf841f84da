using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Links of a recording. Whoever may hear it may make them, sees who opened them, and may end them.</summary>
internal static class ShareLinkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/recordings/{recording}/links").WithTags("Recordings");
        links.MapGet("/", ListAsync).WithName("ListRecordingLinks").WithSummary("Links by which a recording is heard without an account, the latest first, those too that have ended.");
        links.MapPost("/", AddAsync).WithName("AddRecordingLink")
            .WithSummary("Make a link. Its address is answered once, and kept nowhere.").ProducesValidationProblem().ProducesProblem(409).ProducesProblem(410);
        links.MapDelete("/{link}", RevokeAsync).WithName("RevokeRecordingLink").WithSummary("End a link: what it opened before ends too, at once.");
        links.MapGet("/{link}/openings", OpeningsAsync).WithName("ListRecordingLinkOpenings").WithSummary("When and from where a link was opened, the latest first, at most 500.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ShareLinkModel>>, ProblemHttpResult>> ListAsync(Caller caller, IRecordingQuery query, ShareLinkDesk desk, string recording, CancellationToken ct) =>
        await desk.ListAsync(caller, ShareKind.Recording, await IdAsync(caller, query, recording, ct), ct);

    private static async Task<Results<Ok<ShareLinkModel>, ProblemHttpResult>> AddAsync(
        Caller caller, IRecordingQuery query, ShareLinkDesk desk, RecordingDays days, string recording, ShareLinkRequest request, CancellationToken ct) =>
        await RecordingEndpoints.FindAsync(caller, query, recording, ct) is not { } entry ? ApiProblem.NotFound(ShareKind.Recording.Noun)
        : entry.ErasedAt is not null ? RecordingEndpoints.Erased(entry)
        : entry.EndedAt is null ? ApiProblem.Conflict("The recording goes on; share it when it has ended.")
        : desk.TimeProblem(request) is { } problem ? problem
        : await days.AreOverAsync(entry, ct) ? ApiProblem.Conflict("The recording is to be erased; what a legal case alone keeps is not shared.")
        : await desk.AddAsync(caller, ShareKind.Recording, entry.Id, request, ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Caller caller, IRecordingQuery query, ShareLinkDesk desk, string recording, string link, CancellationToken ct) =>
        await desk.RevokeAsync(caller, ShareKind.Recording, await IdAsync(caller, query, recording, ct), link, ct);

    private static async Task<Results<Ok<IReadOnlyList<ShareOpeningModel>>, ProblemHttpResult>> OpeningsAsync(
        Caller caller, IRecordingQuery query, ShareLinkDesk desk, string recording, string link, CancellationToken ct) =>
        await desk.OpeningsAsync(caller, await IdAsync(caller, query, recording, ct), link, ct);

    /// <summary>The key of a recording that the caller may hear; null where there is none.</summary>
    public static async Task<string?> IdAsync(Caller caller, IRecordingQuery query, string recording, CancellationToken ct) => (await RecordingEndpoints.FindAsync(caller, query, recording, ct))?.Id;
}
