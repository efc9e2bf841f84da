using System.Net;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Edges belong to all companies: without an address of their own, the routes that drain them answer the machine itself alone.</summary>
public sealed class DrainRightsTests
{
    [Fact]
    public async Task WhatAProxyHasForwarded_IsNotOfThisMachine()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        using var session = await RestClient.SignInAsync(edge.WebUrl, "admin@demo.test", "demo");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(null));
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "Via" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(header));
        }

        async Task<HttpStatusCode> StatusAsync(string? header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/admin/drain", UriKind.Relative));
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation(header, "1.1 127.0.0.1");
            }

            using var answer = await session.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
