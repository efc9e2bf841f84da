using System.Security.Cryptography;
using System.Text;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Http.Idempotency;

/// <summary>Does a POST that carries an <c>Idempotency-Key</c> once, and gives the first answer to every repetition for 24 h, on any edge.</summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest body in bytes that takes part; API requests are small.</summary>
    private const int MaxBody = 64 * 1024;

    public async Task InvokeAsync(HttpContext context, IIdempotencyStore store)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(context.Request.Method) || context.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }

        if (key.Length > 200 || context.Request.ContentLength > MaxBody)
        {
            await ApiProblem.Invalid($"{Header} is 1 to 200 characters and its request at most {MaxBody} bytes.").ExecuteAsync(context);
            return;
        }

        var hash = await HashAsync(context);
        var (state, answer) = await store.BeginAsync(caller.User.Key, key, hash, context.RequestAborted);
        switch (state)
        {
            case IdempotencyState.Answered when answer is not null:
                await ReplayAsync(context, answer);
                break;
            case IdempotencyState.InProgress:
                await ApiProblem.Conflict("The same request is being worked on.").ExecuteAsync(context);
                break;
            case IdempotencyState.Mismatch:
                await ApiProblem.Make(StatusCodes.Status422UnprocessableEntity, "idempotency-mismatch", $"This {Header} was used for another request.").ExecuteAsync(context);
                break;
            default:
                await RunAsync(context, store, caller.User.Key, key);
                break;
        }
    }

    private static async Task<string> HashAsync(HttpContext context)
    {
        context.Request.EnableBuffering(MaxBody, MaxBody);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
        var buffer = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task RunAsync(HttpContext context, IIdempotencyStore store, string user, string key)
    {
        var outer = context.Response.Body;
        using var inner = new MemoryStream();
        context.Response.Body = inner;
        var done = false;
        try
        {
            await next(context);
            done = context.Response.StatusCode < StatusCodes.Status500InternalServerError;
        }
        finally
        {
            context.Response.Body = outer;
            // The answer is kept even when the client has gone: it will ask again.
            if (done)
            {
                await store.CompleteAsync(user, key, new IdempotentAnswer(context.Response.StatusCode, context.Response.ContentType ?? "", inner.ToArray()), CancellationToken.None);
            }
            else
            {
                await store.AbandonAsync(user, key, CancellationToken.None);
            }
        }

        inner.Position = 0;
        await inner.CopyToAsync(outer, context.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext context, IdempotentAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        if (answer.ContentType.Length > 0)
        {
            context.Response.ContentType = answer.ContentType;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
