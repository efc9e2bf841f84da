using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Http;

/// <summary>Keeps administration off the public listener: there it answers as if there were nothing.</summary>
/// <remarks>It looks at the port that the connection came in by. The Host header would be the caller's own word.</remarks>
internal sealed class AdministrationListener(RequestDelegate next, IOptions<WebOptions> web)
{
    private readonly int? _port = web.Value.AdminUrl?.Port;

    /// <summary>Answers 404 to a request for administration on another port than its own.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (_port is null || context.Connection.LocalPort == _port || context.GetEndpoint()?.Metadata.GetMetadata<AdministrationOnly>() is null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
