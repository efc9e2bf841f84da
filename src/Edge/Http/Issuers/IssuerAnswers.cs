using System.Text.Json;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>Turns what came back from the issuer into the account that it speaks of.</summary>
internal sealed partial class IssuerAnswers(
    IssuerDocuments documents, IssuerClient client, IdTokens tokens, SignInTickets tickets, IssuerRules rules, EdgeMetrics metrics, ILogger<IssuerAnswers> logger)
{
    /// <summary>The account behind an answer; null when it proves none, which is counted and logged with the reason.</summary>
    /// <param name="answer">What the browser brings.</param>
    /// <param name="user">Who links an account; null for a sign-in.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="IssuerAwayException">The issuer does not answer.</exception>
    public async Task<IssuerAccount?> ReadAsync(IssuerAnswer answer, string? user, CancellationToken ct)
    {
        if (tickets.Open(answer.Ticket, answer.State, answer.CodeVerifier, user) is not { } ticket)
        {
            return Refuse("ticket");
        }

        var known = await documents.GetAsync(keyMissing: false, ct);
        using var exchanged = await client.ExchangeAsync(known.Document, answer.Code, ticket.RedirectUri, answer.CodeVerifier, ct);
        if (exchanged is null)
        {
            return Refuse("code");
        }

        if (Text(exchanged.RootElement, "id_token") is not { } token)
        {
            return Refuse("token-malformed");
        }

        var verdict = await tokens.CheckAsync(token, known.Keys, ticket.Nonce);
        if (verdict.Reason == IdTokenVerdict.UnknownKey)
        {
            // Issuers change their keys without a word.
            verdict = await tokens.CheckAsync(token, (await documents.GetAsync(keyMissing: true, ct)).Keys, ticket.Nonce);
        }

        if (verdict.Account is not { } account)
        {
            return Refuse($"token-{verdict.Reason}");
        }

        account = await CompleteAsync(account, known.Document, Text(exchanged.RootElement, "access_token"), ct);
        return rules.AdmitsDomain(account) ? account : Refuse("domain");
    }

    /// <summary>Issuers other than Google may leave the address out of the token: then it is asked for (OpenID Connect Core 1.0 section 5.3).</summary>
    private async Task<IssuerAccount> CompleteAsync(IssuerAccount account, IssuerDocument document, string? accessToken, CancellationToken ct)
    {
        if (account.Email.Length > 0 || document.UserInfo is null || accessToken is null)
        {
            return account;
        }

        using var info = await client.GetAsync(document.UserInfo, accessToken, ct);
        // Section 5.3.2: of another account nothing may be used.
        return Text(info.RootElement, "sub") != account.Subject ? account : account with
        {
            Email = Text(info.RootElement, "email") ?? "",
            EmailConfirmed = info.RootElement.TryGetProperty("email_verified", out var confirmed) && IdTokens.IsTrue(confirmed.ToString()),
            HostedDomain = account.HostedDomain ?? Text(info.RootElement, "hd"),
        };
    }

    private IssuerAccount? Refuse(string reason)
    {
        metrics.IssuerSignIn(reason);
        LogRefused(Pii.Text(reason));
        return null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    [LoggerMessage(2421, LogLevel.Warning, "A sign-in with an account elsewhere is refused: {Reason}")]
    private partial void LogRefused(Pii<string> reason);
}
