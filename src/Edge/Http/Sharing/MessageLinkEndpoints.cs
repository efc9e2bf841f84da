using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Links of a voicemail message: its owner makes them, sees who opened them, and may end them. A link dies with its message.</summary>
internal static class MessageLinkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/me/voicemail/{message}/links").WithTags("Voicemail");
        links.MapGet("/", ListAsync).WithName("ListVoicemailLinks").WithSummary("Links by which a message of the own box is heard without an account, the latest first, those too that have ended.");
        links.MapPost("/", AddAsync).WithName("AddVoicemailLink")
            .WithSummary("Make a link. Its address is answered once, and kept nowhere.").ProducesValidationProblem().ProducesProblem(409);
        links.MapDelete("/{link}", RevokeAsync).WithName("RevokeVoicemailLink").WithSummary("End a link: what it opened before ends too, at once.");
        links.MapGet("/{link}/openings", OpeningsAsync).WithName("ListVoicemailLinkOpenings").WithSummary("When and from where a link was opened, the latest first, at most 500.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ShareLinkModel>>, ProblemHttpResult>> ListAsync(Caller caller, IVoicemailStore store, ShareLinkDesk desk, string message, CancellationToken ct) =>
        await desk.ListAsync(caller, ShareKind.Message, await IdAsync(caller, store, message, ct), ct);

    private static async Task<Results<Ok<ShareLinkModel>, ProblemHttpResult>> AddAsync(
        Caller caller, IVoicemailStore store, ShareLinkDesk desk, RecordingDays days, string message, ShareLinkRequest request, CancellationToken ct) =>
        await MessageAsync(caller, store, message, ct) is not { } found ? ApiProblem.NotFound(ShareKind.Message.Noun)
        : found.Pending ? ApiProblem.Conflict("Some of the message is still on its way; share it when it is there.")
        : desk.TimeProblem(request) is { } problem ? problem
        : await days.AreOverAsync(found, ct) ? ApiProblem.Conflict("The message is to be erased; what a legal case alone keeps is not shared.")
        : await desk.AddAsync(caller, ShareKind.Message, found.Id, request, ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Caller caller, IVoicemailStore store, ShareLinkDesk desk, string message, string link, CancellationToken ct) =>
        await desk.RevokeAsync(caller, ShareKind.Message, await IdAsync(caller, store, message, ct), link, ct);

    private static async Task<Results<Ok<IReadOnlyList<ShareOpeningModel>>, ProblemHttpResult>> OpeningsAsync(
        Caller caller, IVoicemailStore store, ShareLinkDesk desk, string message, string link, CancellationToken ct) =>
        await desk.OpeningsAsync(caller, await IdAsync(caller, store, message, ct), link, ct);

    private static async Task<VoicemailMessage?> MessageAsync(Caller caller, IVoicemailStore store, string message, CancellationToken ct) =>
        ApiId.IsName(message) ? await store.FindAsync(caller.User.Key, new RecordingId(caller.Tenant, message).Key, ct) : null;

    /// <summary>The key of a message of the own box; null when there is none.</summary>
    internal static async Task<string?> IdAsync(Caller caller, IVoicemailStore store, string message, CancellationToken ct) => (await MessageAsync(caller, store, message, ct))?.Id;
}
