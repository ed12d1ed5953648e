create table city (
	id bigint primary key,
	name text not null,
	country_code text not null,
	admin_code text,
	feature_code text not null,
	population bigint not null check (population >= 0),
	latitude double precision not null,
	longitude double precision not null
);

create index city_by_country on city (country_code, population desc);
