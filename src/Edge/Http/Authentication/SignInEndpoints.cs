using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Incidents;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>Sign-in with e-mail address and password for ASP.NET Core Identity bearer tokens; the session id inside can be listed and revoked.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/login", SignInAsync).AllowAnonymous().WithName("SignIn").WithTags("Sign-in")
            .WithSummary("Sign in and get an access token.")
            .Produces<AccessTokenResponse>().ProducesProblem(401).ProducesProblem(429);
        api.MapPost("/login/refresh", RefreshAsync).AllowAnonymous().WithName("RefreshSignIn").WithTags("Sign-in")
            .WithSummary("Exchange a refresh token for a new access token of the same session.")
            .Produces<AccessTokenResponse>().ProducesProblem(401);
        api.MapPost("/logout", SignOutAsync).WithName("SignOut").WithTags("Sign-in")
            .WithSummary("End this session; its tokens are refused from now on.").Produces(204);
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request,
        HttpContext context,
        SignInManager<AppUser> signIn,
        IPasswordHasher<AppUser> hasher,
        ISessionStore sessions,
        SignInGuard guard,
        IncidentPost incidents,
        CancellationToken ct)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (guard.WaitSeconds(address, request.Email) is > 0 and var wait)
        {
            return ApiProblem.TooManyAttempts(context, wait);
        }

        var user = await signIn.UserManager.FindByNameAsync(request.Email);
        if (user is null)
        {
            // The same work as for a known account, so that the time does not tell which accounts exist.
            hasher.HashPassword(Nobody, request.Password);
        }

        if (user is not { Disabled: false } || !(await signIn.CheckPasswordSignInAsync(user, request.Password, lockoutOnFailure: true)).Succeeded)
        {
            guard.Failed(address, request.Email);
            if (user is not null)
            {
                incidents.Failed(new Contracts.Ids.UserId(user.Id), address);
            }

            return ApiProblem.BadCredentials();
        }

        guard.Succeeded(address, request.Email);
        var session = await sessions.CreateAsync(user.Id, address, context.Request.Headers.UserAgent.ToString(), ct);
        incidents.SignedIn(new Contracts.Ids.UserId(user.Id), address, session.Id);
        return Token(user.Id, session.Id);
    }

    private static async Task<IResult> RefreshAsync(
        RefreshSignInRequest request,
        IOptionsMonitor<BearerTokenOptions> options,
        ISessionStore sessions,
        IDirectory directory,
        TimeProvider time,
        CancellationToken ct)
    {
        var ticket = options.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(request.RefreshToken);
        var sid = ticket?.Principal.FindFirst(Caller.SessionClaim)?.Value;
        if (ticket?.Properties.ExpiresUtc is not { } expires || expires <= time.GetUtcNow() || sid is null)
        {
            return ApiProblem.BadCredentials();
        }

        var session = await sessions.FindAsync(sid, ct);
        if (session is not { RevokedAt: null })
        {
            return ApiProblem.BadCredentials();
        }

        var user = new Contracts.Ids.UserId(session.UserId);
        return await directory.FindUserAsync(user.Tenant.Value, user.Name, ct) is { Disabled: false }
            ? Token(session.UserId, sid)
            : ApiProblem.BadCredentials();
    }

    private static async Task<IResult> SignOutAsync(Caller caller, ISessionStore sessions, CancellationToken ct)
    {
        await sessions.RevokeAsync(caller.User.Key, caller.Session, ct);
        return TypedResults.NoContent();
    }

    /// <summary>The tokens of a session.</summary>
    public static SignInHttpResult Token(string userId, string session) =>
        TypedResults.SignIn(Caller.Principal(userId, session, IdentityConstants.BearerScheme), authenticationScheme: IdentityConstants.BearerScheme);

    private static readonly AppUser Nobody = new() { TenantId = "", Name = "" };
}

/// <summary>Credentials.</summary>
/// <param name="Email">The address that the user signs in with.</param>
/// <param name="Password">The password, at most 256 characters.</param>
public sealed record SignInRequest([Required, StringLength(256)] string Email, [Required, StringLength(256)] string Password)
{
    /// <summary>Leaves both out: neither belongs into a log.</summary>
    public override string ToString() => nameof(SignInRequest);
}

/// <summary>A refresh token.</summary>
public sealed record RefreshSignInRequest([Required, StringLength(8192)] string RefreshToken)
{
    /// <summary>Leaves the token out.</summary>
    public override string ToString() => nameof(RefreshSignInRequest);
}
