using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>A sign-in that was begun. The browser keeps it, sealed, so that any edge can finish what another began.</summary>
/// <param name="State">What the issuer gives back with the code.</param>
/// <param name="Nonce">What the token must name.</param>
/// <param name="RedirectUri">Where the issuer sends the browser to.</param>
/// <param name="Challenge">SHA-256 of what only the browser that began it knows (RFC 7636).</param>
/// <param name="User">Who links an account; null for a sign-in.</param>
/// <param name="Ends">Unix seconds of its end.</param>
internal sealed record SignInTicket(string State, string Nonce, string RedirectUri, string Challenge, string? User, long Ends);

/// <summary>Seals tickets and opens them.</summary>
internal sealed class SignInTickets(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long somebody may take at the issuer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("RtcCluster.Edge.SignInTickets");

    /// <summary>A new ticket, and the same sealed.</summary>
    public (SignInTicket Ticket, string Sealed) Make(string redirectUri, string challenge, string? user)
    {
        var ticket = new SignInTicket(Secret(), Secret(), redirectUri, challenge, user, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        return (ticket, _protector.Protect(JsonSerializer.Serialize(ticket)));
    }

    /// <summary>Opens a ticket; null when it is not ours, over, of another purpose, or not of the browser that began it.</summary>
    /// <param name="text">The sealed ticket.</param>
    /// <param name="state">What came back from the issuer.</param>
    /// <param name="verifier">What the browser kept for itself.</param>
    /// <param name="user">Who links an account; null for a sign-in.</param>
    public SignInTicket? Open(string text, string state, string verifier, string? user)
    {
        try
        {
            var ticket = JsonSerializer.Deserialize<SignInTicket>(_protector.Unprotect(text));
            return ticket is not null && ticket.Ends > time.GetUtcNow().ToUnixTimeSeconds() && ticket.User == user
                && Same(ticket.State, state) && Same(ticket.Challenge, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))))
                    ? ticket
                    : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
