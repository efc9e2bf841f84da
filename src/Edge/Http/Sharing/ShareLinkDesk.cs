using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Sharing;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Makes, shows and ends links. Who may is decided by whoever asks: what is shared comes with its id, which is null where the caller may not share it or it does not exist.</summary>
internal sealed class ShareLinkDesk(IShareLinks links, AuditTrail audit, EdgeClock clock)
{
    /// <summary>Random bytes of a link's secret and of an opening's ticket: 256 bits.</summary>
    private const int SecretBytes = 32;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(90);

    private static readonly PasswordHasher<ShareLink> Passwords = new();

    /// <summary>A secret that nobody can guess, as it stands in a link.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether a password is that of a link.</summary>
    public static bool IsPassword(ShareLink link, string password) => Passwords.VerifyHashedPassword(link, link.PasswordHash, password) != PasswordVerificationResult.Failed;

    /// <summary>Links of what is shared, the latest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="kind">What is shared.</param>
    /// <param name="id">Its key, <c>{tenant}/{name}</c>; null is answered with 404.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Results<Ok<IReadOnlyList<ShareLinkModel>>, ProblemHttpResult>> ListAsync(Caller caller, ShareKind kind, string? id, CancellationToken ct) =>
        id is null ? ApiProblem.NotFound(kind.Noun)
            : TypedResults.Ok<IReadOnlyList<ShareLinkModel>>([.. (await links.ListAsync(caller.Tenant.Value, id, ct)).Select(link => ShareLinkModel.Of(link, clock.Utc))]);

    /// <summary>What is wrong with when a link is to end; null when nothing is.</summary>
    public ProblemHttpResult? TimeProblem(ShareLinkRequest request) =>
        request.ExpiresAt <= clock.Utc || request.ExpiresAt > clock.Utc + LongestLife ? ApiProblem.Invalid($"expiresAt: a link ends in the future, at most {LongestLife.Days} days from now.") : null;

    /// <summary>Makes a link of what was found to be the caller's to share, now.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="kind">What is shared.</param>
    /// <param name="id">Its key, <c>{tenant}/{name}</c>.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Results<Ok<ShareLinkModel>, ProblemHttpResult>> AddAsync(Caller caller, ShareKind kind, string id, ShareLinkRequest request, CancellationToken ct)
    {
        var (secret, now) = (NewSecret(), clock.Utc);
        var link = new ShareLink
        {
            Id = Guid.CreateVersion7(now).ToString("n"),
            TenantId = caller.Tenant.Value,
            RecordingId = id,
            SecretHash = ShareLink.HashOf(secret),
            For = request.For ?? "",
            CreatedBy = caller.User.Key,
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt.ToUniversalTime(),
            MostViews = request.MostViews ?? 0,
        };
        link = request.Password is null ? link : link with { PasswordHash = Passwords.HashPassword(link, request.Password) };
        await audit.WriteAsync(caller, $"{kind.Name}.share", ApiId.Of(id), string.Create(CultureInfo.InvariantCulture,
            $"link {link.Id} until {link.ExpiresAt:O}{(link.MostViews > 0 ? $", {link.MostViews} views" : "")}{(request.Password is null ? "" : ", with a password")}"));
        return await links.AddAsync(link, ct)
            ? TypedResults.Ok(ShareLinkModel.Of(link, now) with { Address = $"/#/shared/{secret}" })
            : ApiProblem.Conflict($"The {kind.Noun} has {IShareLinks.MostOpen} links; end one first.");
    }

    /// <summary>Ends a link, and what it opened.</summary>
    /// <param name="caller">Who ends it.</param>
    /// <param name="kind">What is shared.</param>
    /// <param name="id">Its key, <c>{tenant}/{name}</c>; null is answered with 404.</param>
    /// <param name="link">The link.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Caller caller, ShareKind kind, string? id, string link, CancellationToken ct)
    {
        if (await FindAsync(caller, id, link, ct) is not { } found)
        {
            return ApiProblem.NotFound("link");
        }

        await audit.WriteAsync(caller, $"{kind.Name}.unshare", ApiId.Of(found.RecordingId), $"link {found.Id}");
        await links.RevokeAsync(found.TenantId, found.Id, caller.User.Key, clock.Utc, ct);
        return TypedResults.NoContent();
    }

    /// <summary>When and from where a link was opened.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The key of what is shared, <c>{tenant}/{name}</c>; null is answered with 404.</param>
    /// <param name="link">The link.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Results<Ok<IReadOnlyList<ShareOpeningModel>>, ProblemHttpResult>> OpeningsAsync(Caller caller, string? id, string link, CancellationToken ct) =>
        await FindAsync(caller, id, link, ct) is not { } found ? ApiProblem.NotFound("link")
            : TypedResults.Ok<IReadOnlyList<ShareOpeningModel>>([.. (await links.ListOpeningsAsync(found.TenantId, found.Id, ct)).Select(opening => new ShareOpeningModel(opening.At, opening.Address))]);

    /// <summary>A link of what is shared; null where it is not one of this.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The key of what is shared, <c>{tenant}/{name}</c>; null where nothing is.</param>
    /// <param name="link">The link.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ShareLink?> FindAsync(Caller caller, string? id, string link, CancellationToken ct) =>
        id is not null && ApiId.IsName(link) && await links.FindAsync(caller.Tenant.Value, link, ct) is { } found && found.RecordingId == id ? found : null;
}
