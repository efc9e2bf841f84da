using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Storage.Sharing;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>What somebody hears who has a link and no account.</summary>
/// <remarks>
/// A link is opened with its secret in a request's body, and gives a ticket for the sound: the secret stands in no address that a server or a proxy writes down, and a page's reload is a view of its own. Everything is asked of the database at each
/// request, and once a second while sound flows, so that no node plays on what was revoked.
/// </remarks>
internal static class SharedEndpoints
{
    /// <summary>How long what was opened plays, if the link does not end before.</summary>
    private static readonly TimeSpan TicketLife = TimeSpan.FromHours(4);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/shared").WithTags("Shared").AllowAnonymous();
        routes.MapPost("/", OpenAsync).WithName("OpenShared")
            .WithSummary("Open a link: one view. 403 asks for a password; 410 says why it opens no more.")
            .Produces<SharedRecordingModel>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(410).ProducesProblem(429);
        routes.MapGet("/audio", AudioAsync).WithName("GetSharedAudio")
            .WithSummary("The sound of what was opened. Range requests are honoured, and count no view.")
            .Produces(200, contentType: "audio/wav", additionalContentTypes: "audio/ogg").Produces(206, contentType: "audio/wav", additionalContentTypes: "audio/ogg").ProducesProblem(404).ProducesProblem(410);
    }

    private static async Task<Results<Ok<SharedRecordingModel>, ProblemHttpResult>> OpenAsync(
        HttpContext context, SharedRecordings shared, ShareGuard guard, IShareLinks links, RecordingVault vault, AuditTrail audit, EdgeClock clock, ShareOpenRequest request, CancellationToken ct)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (guard.WaitSeconds(address) is > 0 and var wait)
        {
            return ApiProblem.TooManyAttempts(context, wait);
        }

        if (await links.FindBySecretAsync(request.Secret, ct) is not { } link)
        {
            guard.UnknownSecret(address);
            return ApiProblem.NotFound("link");
        }

        if (shared.Ended(link) is { } ended)
        {
            return ended;
        }

        if (await PasswordProblemAsync(context, guard, links, clock, link, request.Password, address, ct) is { } refused)
        {
            return refused;
        }

        var (entry, problem) = await shared.FindAsync(link, ct);
        if (entry is null)
        {
            return problem!;
        }

        using var stored = await StoredRecording.OpenAsync(vault, entry.BlobPrefix, ct);
        if (stored is null)
        {
            return RecordingEndpoints.NoAudio();
        }

        var (ticket, now, masked) = (ShareLinkDesk.NewSecret(), clock.Utc, MaskedAddress.Of(context.Connection.RemoteIpAddress));
        var opening = new ShareOpening
        {
            TicketHash = ShareLink.HashOf(ticket), TenantId = link.TenantId, LinkId = link.Id, At = now, Until = now + TicketLife < link.ExpiresAt ? now + TicketLife : link.ExpiresAt, Address = masked,
        };
        if (!await links.OpenAsync(opening, audit.RowOf(link.TenantId, "shared-link", $"{entry.Kind}.hear", ApiId.Of(link.RecordingId), masked, $"link {link.Id}"), ct))
        {
            // Somebody else opened, revoked or erased it meanwhile.
            return await links.FindBySecretAsync(request.Secret, ct) is { } changed ? shared.Ended(changed) ?? SharedRecordings.UsedUp() : ApiProblem.NotFound("link");
        }

        var audio = $"/api/v1/shared/audio?ticket={ticket}";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SharedRecordingModel(
            entry.StartedAt,
            stored.Duration.TotalSeconds,
            opening.Until,
            link.MostViews == 0 ? null : Math.Max(0, link.MostViews - link.Views - 1),
            [.. stored.Segments.Select((segment, i) => RecordingSegmentModel.Of(stored, segment, i, "") with { Audio = $"{audio}&segment={i}" })]));
    }

    private static async Task<ProblemHttpResult?> PasswordProblemAsync(
        HttpContext context, ShareGuard guard, IShareLinks links, EdgeClock clock, ShareLink link, string? password, string address, CancellationToken ct)
    {
        if (link.PasswordHash.Length == 0)
        {
            return null;
        }

        if (string.IsNullOrEmpty(password))
        {
            return ApiProblem.Make(StatusCodes.Status403Forbidden, "password-asked", "Whoever sent the link has a password for it.");
        }

        if (guard.WaitSeconds(address, link.Id) is > 0 and var wait)
        {
            return ApiProblem.TooManyAttempts(context, wait);
        }

        if (ShareLinkDesk.IsPassword(link, password))
        {
            return null;
        }

        guard.WrongPassword(address, link.Id);
        await links.WrongPasswordAsync(link.Id, clock.Utc, ct);
        return ApiProblem.Make(StatusCodes.Status403Forbidden, "wrong-password", "The password is not right.");
    }

    private static async Task<IResult> AudioAsync(
        HttpContext context, SharedRecordings shared, IShareLinks links, RecordingVault vault, EdgeClock clock, string ticket, int? segment, CancellationToken ct)
    {
        if (await links.FindByTicketAsync(ticket, clock.Utc, ct) is not { } link)
        {
            return ApiProblem.NotFound("opening");
        }

        var (entry, problem) = await shared.FindAsync(link, ct);
        if (entry is null)
        {
            return problem!;
        }

        if (await StoredRecording.OpenAsync(vault, entry.BlobPrefix, ct) is not { } stored)
        {
            return RecordingEndpoints.NoAudio();
        }

        context.Response.RegisterForDispose(stored);
        var index = segment ?? 0;
        if (index < 0 || index >= stored.Segments.Count)
        {
            return ApiProblem.NotFound("segment");
        }

        var asked = clock.Utc;
        var audio = await stored.OpenAsync(stored.Segments[index], ct, async stop =>
        {
            if (clock.Utc - asked < AskAgain)
            {
                return true;
            }

            asked = clock.Utc;
            return await links.FindByTicketAsync(ticket, asked, stop) is { } alive && (await shared.FindAsync(alive, stop)).Sound is not null;
        });
        context.Response.RegisterForDispose(audio);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(audio, audio.File.ContentType, lastModified: entry.EndedAt, enableRangeProcessing: true);
    }
}
