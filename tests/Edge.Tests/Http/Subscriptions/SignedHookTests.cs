using System.Security.Cryptography;
using System.Text;
using RtcCluster.Edge.Http.Subscriptions;
using Xunit;

namespace RtcCluster.Edge.Tests.Http.Subscriptions;

public sealed class SignedHookTests
{
    private const string Secret = "whsec_test_0123456789";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"id":"evt_1","type":"invoice.paid","created":1789999990,"data":{"object":{"id":"in_1","amount_paid":108000,"currency":"cop","metadata":{"tenant":"demo","invoice":"demo-202611"}}}}""");

    [Fact]
    public void WhatIsSignedByWhoeverHasTheSecret_IsGenuine()
    {
        Assert.Equal(HookVerdict.Genuine, SignedHook.Check(Secret, Sign(Now), Body, Now));
        // While a secret is changed there is one of each.
        Assert.Equal(HookVerdict.Genuine, SignedHook.Check(Secret, $"t={Now.ToUnixTimeSeconds()},v1={new string('0', 64)},{Sign(Now).Split(',')[1]},v0=x", Body, Now));
        Assert.Equal(HookVerdict.Genuine, SignedHook.Check(Secret, Sign(Now), Body, Now.AddSeconds(300)));
    }

    [Fact]
    public void WhatIsOld_OrOfALaterTime_IsNot()
    {
        Assert.Equal(HookVerdict.Old, SignedHook.Check(Secret, Sign(Now), Body, Now.AddSeconds(301)));
        Assert.Equal(HookVerdict.Old, SignedHook.Check(Secret, Sign(Now), Body, Now.AddSeconds(-301)));
    }

    [Fact]
    public void EachChangedByte_IsForged()
    {
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = (byte[])Body.Clone();
            changed[i] ^= 1;
            Assert.Equal(HookVerdict.Forged, SignedHook.Check(Secret, Sign(Now), changed, Now));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("t=1790000000")]
    [InlineData("v1=00")]
    [InlineData("t=x,v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=1790000000,v1=zz")]
    [InlineData(",,,===,t=,v1=")]
    public void ABadHeader_IsForged(string header) => Assert.Equal(HookVerdict.Forged, SignedHook.Check(Secret, header, Body, Now));

    [Fact]
    public void AnotherSecret_OrATimeThatWasNotSigned_IsForged()
    {
        Assert.Equal(HookVerdict.Forged, SignedHook.Check("whsec_other_0123456789", Sign(Now), Body, Now));
        Assert.Equal(HookVerdict.Forged, SignedHook.Check(Secret, Sign(Now).Replace("t=1790000000", "t=1790000001", StringComparison.Ordinal), Body, Now));
    }

    [Fact]
    public void AnInvoiceThatIsPaid_IsAReceipt()
    {
        var receipt = ReceiptReading.Stripe(Body, Now, out var isOther)!;

        Assert.Equal(("stripe/in_1", "demo", 108_000L, "COP", "demo-202611", 1_789_999_990L, false), (receipt.Id, receipt.TenantId, receipt.Amount, receipt.Currency, receipt.InvoiceId, receipt.PaidAt.ToUnixTimeSeconds(), isOther));
    }

    [Theory]
    [InlineData("""{"id":"evt_2","type":"customer.created","data":{"object":{}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"checkout.session.completed","data":{"object":{"id":"cs_1","mode":"subscription","amount_total":1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"checkout.session.completed","data":{"object":{"id":"cs_1","mode":"payment","payment_status":"unpaid","amount_total":1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"checkout.session.completed","data":{"object":{"id":"cs_1","mode":"payment","amount_total":1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"checkout.session.completed","data":{"object":{"id":"cs_1","mode":"payment","payment_status":"paid","invoice":"in_1","amount_total":1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"checkout.session.async_payment_failed","data":{"object":{"id":"cs_1","mode":"payment","payment_status":"unpaid","amount_total":1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", true)]
    [InlineData("""{"id":"evt_2","type":"invoice.paid"}""", false)]
    [InlineData("""{"id":"evt_2","type":"invoice.paid","data":{"object":{"id":"in_1","amount_paid":-1,"currency":"cop","metadata":{"tenant":"demo"}}}}""", false)]
    [InlineData("""{"id":"evt_2","type":"invoice.paid","data":{"object":{"id":"in_1","amount_paid":1,"currency":"cop","metadata":{}}}}""", false)]
    [InlineData("""[1]""", false)]
    [InlineData("""{"id":""", false)]
    public void WhatTellsOfNoPayment_IsNone(string text, bool isOtherExpected)
    {
        Assert.Null(ReceiptReading.Stripe(Encoding.UTF8.GetBytes(text), Now, out var isOther));
        Assert.Equal(isOtherExpected, isOther);
    }

    [Theory]
    [InlineData("checkout.session.completed")]
    [InlineData("checkout.session.async_payment_succeeded")]
    public void ACheckoutThatIsPaid_IsAReceipt_WhicheverEventTellsOfIt(string type)
    {
        var text = $$$"""{"id":"evt_3","type":"{{{type}}}","created":1789999990,"data":{"object":{"id":"cs_1","mode":"payment","payment_status":"paid","invoice":null,"amount_total":700,"currency":"cop","metadata":{"tenant":"demo"} } } }""";

        var receipt = ReceiptReading.Stripe(Encoding.UTF8.GetBytes(text), Now, out var isOther)!;

        Assert.Equal(("stripe/cs_1", 700L, false), (receipt.Id, receipt.Amount, isOther));
    }

    [Fact]
    public void AStoreNamesItself_AndIsNotStripe()
    {
        var text = """{"store":"apple","id":"1000","tenant":"demo","amount":500,"currency":"COP","paidAt":1789999990}""";

        Assert.Equal("apple/1000", ReceiptReading.Store(Encoding.UTF8.GetBytes(text), Now)!.Id);
        Assert.Null(ReceiptReading.Store(Encoding.UTF8.GetBytes(text.Replace("apple", "stripe", StringComparison.Ordinal)), Now));
        Assert.Null(ReceiptReading.Store(Encoding.UTF8.GetBytes(text.Replace("apple", "a/b", StringComparison.Ordinal)), Now));
    }

    private static string Sign(DateTimeOffset at) =>
        $"t={at.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}.{Encoding.UTF8.GetString(Body)}")))}";
}
