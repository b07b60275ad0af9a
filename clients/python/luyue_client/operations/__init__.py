"""Every collection of the service. Made by `make client`: not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luyue_client.operations.campaign_entries import AsyncCampaignEntries, CampaignEntries
from luyue_client.operations.campaigns import AsyncCampaigns, Campaigns
from luyue_client.operations.carriers import AsyncCarriers, Carriers
from luyue_client.operations.cart_access import AsyncCartAccess, CartAccess
from luyue_client.operations.commission_quotes import AsyncCommissionQuotes, CommissionQuotes
from luyue_client.operations.consumer_orders import AsyncConsumerOrders, ConsumerOrders
from luyue_client.operations.contacts import AsyncContacts, Contacts
from luyue_client.operations.content_quality import AsyncContentQuality, ContentQuality
from luyue_client.operations.cooperation_orders import AsyncCooperationOrders, CooperationOrders
from luyue_client.operations.creators import AsyncCreators, Creators
from luyue_client.operations.disputes import AsyncDisputes, Disputes
from luyue_client.operations.eligibility import AsyncEligibility, Eligibility
from luyue_client.operations.events import AsyncEvents, Events
from luyue_client.operations.inbox import AsyncInbox, Inbox
from luyue_client.operations.live_sessions import AsyncLiveSessions, LiveSessions
from luyue_client.operations.merchant_accounts import AsyncMerchantAccounts, MerchantAccounts
from luyue_client.operations.merchants import AsyncMerchants, Merchants
from luyue_client.operations.outages import AsyncOutages, Outages
from luyue_client.operations.parcels import AsyncParcels, Parcels
from luyue_client.operations.policies import AsyncPolicies, Policies
from luyue_client.operations.products import AsyncProducts, Products
from luyue_client.operations.purchase_checks import AsyncPurchaseChecks, PurchaseChecks
from luyue_client.operations.purchases import AsyncPurchases, Purchases
from luyue_client.operations.sample_requests import AsyncSampleRequests, SampleRequests
from luyue_client.operations.shipments import AsyncShipments, Shipments
from luyue_client.operations.skus import AsyncSkus, Skus
from luyue_client.operations.test_clock import AsyncTestClock, TestClock
from luyue_client.operations.videos import AsyncVideos, Videos
from luyue_client.operations.webhooks import AsyncWebhooks, Webhooks

if TYPE_CHECKING:
    from luyue_client.client import AsyncLuyue, Luyue


class Collections:
    """The service's collections, each with its operations."""

    def _collect(self, luyue: Luyue) -> None:
        self.campaign_entries = CampaignEntries(luyue)
        self.campaigns = Campaigns(luyue)
        self.carriers = Carriers(luyue)
        self.cart_access = CartAccess(luyue)
        self.commission_quotes = CommissionQuotes(luyue)
        self.consumer_orders = ConsumerOrders(luyue)
        self.contacts = Contacts(luyue)
        self.content_quality = ContentQuality(luyue)
        self.cooperation_orders = CooperationOrders(luyue)
        self.creators = Creators(luyue)
        self.disputes = Disputes(luyue)
        self.eligibility = Eligibility(luyue)
        self.events = Events(luyue)
        self.inbox = Inbox(luyue)
        self.live_sessions = LiveSessions(luyue)
        self.merchant_accounts = MerchantAccounts(luyue)
        self.merchants = Merchants(luyue)
        self.outages = Outages(luyue)
        self.parcels = Parcels(luyue)
        self.policies = Policies(luyue)
        self.products = Products(luyue)
        self.purchase_checks = PurchaseChecks(luyue)
        self.purchases = Purchases(luyue)
        self.sample_requests = SampleRequests(luyue)
        self.shipments = Shipments(luyue)
        self.skus = Skus(luyue)
        self.test_clock = TestClock(luyue)
        self.videos = Videos(luyue)
        self.webhooks = Webhooks(luyue)


class AsyncCollections:
    """The service's collections, each with its operations."""

    def _collect(self, luyue: AsyncLuyue) -> None:
        self.campaign_entries = AsyncCampaignEntries(luyue)
        self.campaigns = AsyncCampaigns(luyue)
        self.carriers = AsyncCarriers(luyue)
        self.cart_access = AsyncCartAccess(luyue)
        self.commission_quotes = AsyncCommissionQuotes(luyue)
        self.consumer_orders = AsyncConsumerOrders(luyue)
        self.contacts = AsyncContacts(luyue)
        self.content_quality = AsyncContentQuality(luyue)
        self.cooperation_orders = AsyncCooperationOrders(luyue)
        self.creators = AsyncCreators(luyue)
        self.disputes = AsyncDisputes(luyue)
        self.eligibility = AsyncEligibility(luyue)
        self.events = AsyncEvents(luyue)
        self.inbox = AsyncInbox(luyue)
        self.live_sessions = AsyncLiveSessions(luyue)
        self.merchant_accounts = AsyncMerchantAccounts(luyue)
        self.merchants = AsyncMerchants(luyue)
        self.outages = AsyncOutages(luyue)
        self.parcels = AsyncParcels(luyue)
        self.policies = AsyncPolicies(luyue)
        self.products = AsyncProducts(luyue)
        self.purchase_checks = AsyncPurchaseChecks(luyue)
        self.purchases = AsyncPurchases(luyue)
        self.sample_requests = AsyncSampleRequests(luyue)
        self.shipments = AsyncShipments(luyue)
        self.skus = AsyncSkus(luyue)
        self.test_clock = AsyncTestClock(luyue)
        self.videos = AsyncVideos(luyue)
        self.webhooks = AsyncWebhooks(luyue)
