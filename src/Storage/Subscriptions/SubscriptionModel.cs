using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>The tables of what companies use, owe and have paid.</summary>
internal static class SubscriptionModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<CallUsage>(usage =>
        {
            usage.ToTable("call_usage").HasKey(u => u.CallId);
            usage.Property(u => u.CallId).HasMaxLength(HistoryModel.IdLength);
            usage.Property(u => u.TenantId).HasMaxLength(32);
            usage.Property(u => u.Trunk).HasMaxLength(HistoryModel.IdLength);
            usage.Property(u => u.InvoiceId).HasMaxLength(64);
            usage.HasIndex(u => new { u.TenantId, u.InvoiceId, u.EndedAt });
        });

        builder.Entity<Invoice>(invoice =>
        {
            invoice.ToTable("invoices").HasKey(i => i.Id);
            invoice.Property(i => i.Id).HasMaxLength(64);
            invoice.Property(i => i.TenantId).HasMaxLength(32);
            invoice.Property(i => i.Plan).HasMaxLength(64);
            invoice.Property(i => i.Currency).HasMaxLength(3);
            invoice.Property(i => i.Lines).HasJson();
            invoice.HasIndex(i => new { i.TenantId, i.From });
        });

        builder.Entity<PaymentReceipt>(receipt =>
        {
            receipt.ToTable("payment_receipts").HasKey(r => r.Id);
            receipt.Property(r => r.Id).HasMaxLength(HistoryModel.IdLength);
            receipt.Property(r => r.TenantId).HasMaxLength(32);
            receipt.Property(r => r.Currency).HasMaxLength(3);
            receipt.Property(r => r.InvoiceId).HasMaxLength(64);
            receipt.HasIndex(r => new { r.TenantId, r.ReceivedAt });
        });
    }
}
